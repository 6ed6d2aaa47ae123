import type { Problem } from '../errors';
import type { Check } from './checks/check';
import { regionOf, externalIdOf } from './checks/checks';
import {
  type Field,
  type Inputs,
  optional,
  problemsOf,
  required,
  subjectOf,
  textOf,
  valueOf,
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
import type { AwsSettings, ChainedRole, Credentials } from './slices';
import type { VariableName } from './variables/variables';

type RoleName = 'ECS_CD_ROLE_ARN' | 'ECS_CD_PLAN_ROLE_ARN';

export function awsSettingsOf(inputs: Inputs, roleName: RoleName = 'ECS_CD_ROLE_ARN'): Field<AwsSettings> {
  const region = required(inputs, 'AWS_DEFAULT_REGION', regionOf);
  const credentials = credentialsOf(inputs, roleName);
  const chainedRole = chainedRoleOf(inputs);
  if (!('value' in region && 'value' in credentials && 'value' in chainedRole)) {
    return { problems: problemsOf(region, credentials, chainedRole) };
  }
  return {
    value: {
      region: region.value,
      credentials: credentials.value,
      ...(chainedRole.value ? { chainedRole: chainedRole.value } : {}),
    },
  };
}

/** A plan has a role of its own where one is named: a variable of the project beats what the plan job sets itself. */
export function planRoleNameOf(inputs: Inputs): RoleName {
  return textOf(inputs, 'ECS_CD_PLAN_ROLE_ARN') === undefined ? 'ECS_CD_ROLE_ARN' : 'ECS_CD_PLAN_ROLE_ARN';
}

function chainedRoleOf(inputs: Inputs): Field<ChainedRole | undefined> {
  const role = optional(inputs, 'ECS_CD_CHAINED_ROLE_ARN', roleArnOf);
  const externalId = optional(inputs, 'ECS_CD_CHAINED_ROLE_EXTERNAL_ID', externalIdOf);
  if (!('value' in role && 'value' in externalId)) return { problems: problemsOf(role, externalId) };
  if (role.value === undefined) {
    return externalId.value === undefined
      ? { value: undefined }
      : missing(
          subjectOf(inputs, 'ECS_CD_CHAINED_ROLE_EXTERNAL_ID'),
          'is set without ECS_CD_CHAINED_ROLE_ARN, which it belongs to',
          'set both of them, or none',
        );
  }
  const sessionName = roleSessionNameOf(gitlabJobOf(inputs.env, inputs.cwd));
  return {
    value: {
      roleArn: role.value,
      sessionName,
      ...(externalId.value === undefined ? {} : { externalId: externalId.value }),
    },
  };
}

/**
 * A role wins over keys: whoever names one wants to act as it. An ID token without a role says nothing, because the
 * template asks GitLab for one in every job.
 */
function credentialsOf(inputs: Inputs, roleName: RoleName): Field<Credentials> {
  const isGiven = (name: VariableName) => textOf(inputs, name) !== undefined;
  if (isGiven(roleName)) return roleOf(inputs, roleName);
  const hasId = isGiven('AWS_ACCESS_KEY_ID');
  const hasSecret = isGiven('AWS_SECRET_ACCESS_KEY');
  if (hasId && hasSecret) return keysOf(inputs);
  if (hasId) return missing('AWS_SECRET_ACCESS_KEY', 'is not set, though AWS_ACCESS_KEY_ID is', bothKeys);
  if (hasSecret) return missing('AWS_ACCESS_KEY_ID', 'is not set, though AWS_SECRET_ACCESS_KEY is', bothKeys);
  return isGiven('AWS_SESSION_TOKEN')
    ? missing('AWS_SESSION_TOKEN', 'is set without the keys that it belongs to', bothKeys)
    : { value: { kind: 'ambient' } };
}

const bothKeys = 'set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or none of them';

function roleOf(inputs: Inputs, roleName: RoleName): Field<Credentials> {
  const role = required(inputs, roleName, roleArnOf);
  const token =
    textOf(inputs, 'ECS_CD_ID_TOKEN') === undefined
      ? missing('ECS_CD_ID_TOKEN', `is not set, though ${subjectOf(inputs, roleName)} is`, idTokenLines)
      : secret(inputs, 'ECS_CD_ID_TOKEN', idTokenOf);
  if (!('value' in role && 'value' in token)) return { problems: problemsOf(role, token) };
  const sessionName = roleSessionNameOf(gitlabJobOf(inputs.env, inputs.cwd));
  return { value: { kind: 'role', roleArn: role.value, idToken: token.value, sessionName } };
}

const idTokenLines = `let GitLab set it, with these lines in the job:
  id_tokens:
    ECS_CD_ID_TOKEN:
      aud: $CI_SERVER_URL`;

function keysOf(inputs: Inputs): Field<Credentials> {
  const id = secret(inputs, 'AWS_ACCESS_KEY_ID', accessKeyIdOf);
  const key = secret(inputs, 'AWS_SECRET_ACCESS_KEY', secretAccessKeyOf);
  const token = optional(inputs, 'AWS_SESSION_TOKEN', awsOnly(inputs.env, sessionTokenOf));
  const mismatch = inputs.env.AWS_ENDPOINT_URL
    ? []
    : mismatchOf(valueOf(id), textOf(inputs, 'AWS_SESSION_TOKEN') !== undefined);
  if (!('value' in id && 'value' in key && 'value' in token) || mismatch.length > 0) {
    return { problems: [...problemsOf(id, key, token), ...mismatch] };
  }
  return {
    value: {
      kind: 'static',
      accessKeyId: id.value,
      secretAccessKey: key.value,
      ...(token.value === undefined ? {} : { sessionToken: token.value }),
    },
  };
}

/** AKIA keys are for good, ASIA keys come with a session token (AWS docs, IAM identifiers). */
function mismatchOf(id: string | undefined, isTokenGiven: boolean): readonly Problem[] {
  const subject = 'AWS_SESSION_TOKEN';
  if (id?.startsWith('ASIA') && !isTokenGiven) {
    const message = 'is not set, though AWS_ACCESS_KEY_ID is a temporary key (ASIA...)';
    return [{ subject, message, fix: 'set the session token that came with the key' }];
  }
  if (id?.startsWith('AKIA') && isTokenGiven) {
    const message = 'is set, though AWS_ACCESS_KEY_ID is not a temporary key (AKIA...)';
    return [{ subject, message, fix: 'remove it: AWS refuses a key together with a foreign token' }];
  }
  return [];
}

function secret(inputs: Inputs, name: VariableName, check: Check<string>): Field<string> {
  return required(inputs, name, awsOnly(inputs.env, check));
}

function missing(subject: string, message: string, fix: string): Field<never> {
  return { problems: [{ subject, message, fix }] };
}
