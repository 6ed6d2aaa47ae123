import type { Problem } from '../errors';
import type { Check } from './checks/check';
import { regionOf, externalIdOf } from './checks/checks';
import {
  type Field,
  type Inputs,
  optional,
  refused,
  required,
  sliceOf,
  type SliceOf,
  subjectOf,
  textOf,
  valueOf,
  withProblems,
} from './fields';
import { gitlabJobOf, roleSessionNameOf } from './variables/gitlab-job';
import {
  accessKeyIdOf,
  awsOnly,
  idTokenOf,
  roleArnOf,
  secretAccessKeyOf,
  sessionTokenOf,
} from './checks/secret-checks';
import type { VariableName } from './variables/variables';

type RoleName = 'ECS_CD_ROLE_ARN' | 'ECS_CD_PLAN_ROLE_ARN';

export function awsSettingsOf(inputs: Inputs, roleName: RoleName = 'ECS_CD_ROLE_ARN') {
  return sliceOf({
    region: required(inputs, 'AWS_DEFAULT_REGION', regionOf),
    credentials: credentialsOf(inputs, roleName),
    /** A role that is assumed with these credentials; all that a command does, it does as this one. */
    chainedRole: chainedRoleOf(inputs),
  });
}
export type AwsSettings = SliceOf<typeof awsSettingsOf>;
export type Credentials = AwsSettings['credentials'];
export type ChainedRole = NonNullable<AwsSettings['chainedRole']>;

/** A plan has a role of its own where one is named: a variable of the project beats what the plan job sets itself. */
export function planRoleNameOf(inputs: Inputs): RoleName {
  return textOf(inputs, 'ECS_CD_PLAN_ROLE_ARN') === undefined ? 'ECS_CD_ROLE_ARN' : 'ECS_CD_PLAN_ROLE_ARN';
}

function chainedRoleOf(inputs: Inputs) {
  if (textOf(inputs, 'ECS_CD_CHAINED_ROLE_ARN') === undefined) {
    return textOf(inputs, 'ECS_CD_CHAINED_ROLE_EXTERNAL_ID') === undefined
      ? { value: undefined }
      : refused(
          subjectOf(inputs, 'ECS_CD_CHAINED_ROLE_EXTERNAL_ID'),
          'is set without ECS_CD_CHAINED_ROLE_ARN, which it belongs to',
          'set both of them, or none',
        );
  }
  return sliceOf({
    roleArn: required(inputs, 'ECS_CD_CHAINED_ROLE_ARN', roleArnOf),
    externalId: optional(inputs, 'ECS_CD_CHAINED_ROLE_EXTERNAL_ID', externalIdOf),
    sessionName: { value: roleSessionNameOf(gitlabJobOf(inputs.env, inputs.cwd)) },
  });
}

/**
 * A role wins over keys: whoever names one wants to act as it. An ID token without a role says nothing, because the
 * template asks GitLab for one in every job.
 */
function credentialsOf(inputs: Inputs, roleName: RoleName) {
  const isSet = (name: VariableName) => textOf(inputs, name) !== undefined;
  if (isSet(roleName)) return roleOf(inputs, roleName);
  const hasId = isSet('AWS_ACCESS_KEY_ID');
  const hasSecret = isSet('AWS_SECRET_ACCESS_KEY');
  if (hasId && hasSecret) return keysOf(inputs);
  if (hasId) return refused('AWS_SECRET_ACCESS_KEY', 'is not set, though AWS_ACCESS_KEY_ID is', bothKeys);
  if (hasSecret) return refused('AWS_ACCESS_KEY_ID', 'is not set, though AWS_SECRET_ACCESS_KEY is', bothKeys);
  return isSet('AWS_SESSION_TOKEN')
    ? refused('AWS_SESSION_TOKEN', 'is set without the keys that it belongs to', bothKeys)
    : // Whatever the SDK's default chain finds (profile, instance or task role, ...).
      {
        value: {
          kind: 'ambient' as const,
          ...(inputs.env.AWS_PROFILE && { profile: inputs.env.AWS_PROFILE }),
        },
      };
}

const bothKeys = 'set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or none of them';

function roleOf(inputs: Inputs, roleName: RoleName) {
  return sliceOf({
    kind: { value: 'role' },
    roleArn: required(inputs, roleName, roleArnOf),
    idToken:
      textOf(inputs, 'ECS_CD_ID_TOKEN') === undefined
        ? refused('ECS_CD_ID_TOKEN', `is not set, though ${subjectOf(inputs, roleName)} is`, idTokenLine)
        : secret(inputs, 'ECS_CD_ID_TOKEN', idTokenOf),
    sessionName: { value: roleSessionNameOf(gitlabJobOf(inputs.env, inputs.cwd)) },
  });
}

const idTokenLine = 'add to the job: id_tokens: {ECS_CD_ID_TOKEN: {aud: $CI_SERVER_URL}}';

function keysOf(inputs: Inputs) {
  const accessKeyId = secret(inputs, 'AWS_ACCESS_KEY_ID', accessKeyIdOf);
  const keys = sliceOf({
    kind: { value: 'static' },
    accessKeyId,
    secretAccessKey: secret(inputs, 'AWS_SECRET_ACCESS_KEY', secretAccessKeyOf),
    sessionToken: optional(inputs, 'AWS_SESSION_TOKEN', awsOnly(inputs.env, sessionTokenOf)),
  });
  return inputs.env.AWS_ENDPOINT_URL
    ? keys
    : withProblems(keys, mismatchOf(valueOf(accessKeyId), textOf(inputs, 'AWS_SESSION_TOKEN') !== undefined));
}

/** AKIA keys are for good, ASIA keys come with a session token (AWS docs, IAM identifiers). */
function mismatchOf(id: string | undefined, isTokenSet: boolean): readonly Problem[] {
  const subject = 'AWS_SESSION_TOKEN';
  const missing = 'is not set, though AWS_ACCESS_KEY_ID is a temporary key (ASIA...)';
  const idle = 'is set, though AWS_ACCESS_KEY_ID is not a temporary key (AKIA...)';
  const toRemove = 'remove it: AWS rejects a key with a token that does not belong to it';
  if (id?.startsWith('ASIA') && !isTokenSet)
    return [{ subject, message: missing, fix: 'set the session token that came with the key' }];
  return id?.startsWith('AKIA') && isTokenSet ? [{ subject, message: idle, fix: toRemove }] : [];
}

function secret(inputs: Inputs, name: VariableName, check: Check<string>): Field<string> {
  return required(inputs, name, awsOnly(inputs.env, check));
}
