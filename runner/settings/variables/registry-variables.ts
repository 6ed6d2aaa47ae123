import { onService, variable } from './variable';

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
    'ECS_CD_SIGNING_PROFILE_ARN',
    ['build', 'iam-policy'],
    "Signing profile of ECR's managed signing: the build waits for its signature and tells a failure.",
  ),
] as const;
