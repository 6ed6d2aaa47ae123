import { onService, switchPositions, variable } from './variable';

/** The rows of the table that say what ECR does with an image beside keeping it. */
export const registryVariables = [
  variable(
    'ECS_CD_ALSO_TAG',
    ['build'],
    'More tags for the image that is built, with commas between them, such as latest.',
  ),
  variable(
    'ECS_CD_LIVE_TAG',
    [...onService, 'iam-policy'],
    'Tag that the image which serves gets once it is verified, such as live-$STAGE.',
  ),
  variable(
    'ECS_CD_CREATE_REPOSITORY',
    ['build', 'iam-policy'],
    'Whether the build creates a missing repository: immutable tags, scans, a lifecycle policy.',
    { choices: switchPositions, default: 'off' },
  ),
  variable(
    'ECS_CD_KMS_KEY_ARN',
    ['build', 'iam-policy'],
    'KMS key of a repository that is created; by default ECR encrypts with a key of its own.',
  ),
  variable(
    'ECS_CD_SIGNING_PROFILE_ARN',
    ['build', 'iam-policy'],
    "Signing profile of ECR's managed signing: the build waits for its signature and tells a failure.",
  ),
] as const;
