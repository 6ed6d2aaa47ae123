import { namedIn, type Cause, type Topic } from './cause';
import { denied, executionRoleIn, transientCause, permissionIn } from './transient-causes';

/** Rows that a task fails with while the agent fetches its secrets. */
const secrets: Topic = {
  about:
    /unable to retrieve secrets? from|fetching secret|failed to fetch secret|can't retrieve the secret|registry auth from asm|secret from Secrets Manager did not contain/i,
  rules: [
    ...transientCause({
      id: 'secrets',
      deed: 'fetch its secrets',
      endpoints: 'endpoints secretsmanager and ssm',
    }),
    {
      says: denied,
      cause: (text) => ({
        id: 'secret-denied',
        explanation: `the task may not read ${secretIn(text)}`,
        fix: `allow ${permissionIn(text) ?? permissionFor(text)} to ${executionRoleIn(text)}, and kms:Decrypt if the secret has a key of its own`,
        fault: 'release',
        definitiveAfter: 1,
      }),
    },
    {
      says: /ResourceNotFound|can't find the specified|Check whether the secret exists|ParameterNotFound|invalid (?:ssm )?parameters|marked for deletion/i,
      cause: (text) => ({
        id: 'secret-missing',
        explanation: `${secretIn(text)} ${/marked for deletion/i.test(text) ? 'is marked for deletion' : 'does not exist'}`,
        fix: `create or restore it in the region of its ARN, or correct ${memberIn(text)} in the task definition TASK_FAMILY`,
        fault: 'release',
        definitiveAfter: 1,
      }),
    },
    {
      says: /did not contain json key/i,
      cause: (text) => ({
        id: 'secret-key-missing',
        explanation: `${secretIn(text)} has no JSON key ${namedIn(text, /did not contain json key ([^\s]+)/i) ?? 'of the name that valueFrom gives'}`,
        fix: `add the key to the secret, or correct ${memberIn(text)} in the task definition TASK_FAMILY`,
        fault: 'release',
        definitiveAfter: 2,
      }),
    },
  ],
};

/** Rows that a task fails with while the agent logs in to ECR. */
const registryLogin: Topic = {
  about: /ecr registry auth|registry auth from Amazon ECR|ecr:GetAuthorizationToken|pull command failed/i,
  rules: [
    ...transientCause({
      id: 'registry',
      deed: 'log in to ECR',
      endpoints: 'endpoints ecr.api, ecr.dkr and s3',
    }),
    {
      says: denied,
      cause: (text): Cause => ({
        id: 'registry-login-denied',
        explanation: 'the task may not log in to ECR',
        fix: `allow ecr:GetAuthorizationToken on * to ${executionRoleIn(text)}; the managed policy AmazonECSTaskExecutionRolePolicy does`,
        fault: 'release',
        definitiveAfter: 1,
      }),
    },
  ],
};

/** Rows that a task fails with while its log driver is set up. */
const logs: Topic = {
  about: /logger args|logging driver|CloudWatch log/i,
  rules: [
    ...transientCause({ id: 'logs', deed: 'reach CloudWatch Logs', endpoints: 'endpoint logs' }),
    {
      says: denied,
      cause: (text) => ({
        id: 'log-group-denied',
        explanation: `the task may not write to ${logGroupIn(text)}`,
        fix: `allow ${permissionIn(text) ?? 'logs:CreateLogStream and logs:PutLogEvents on the log group'} to ${executionRoleIn(text)}, on EC2 to the instance role`,
        fault: 'release',
        definitiveAfter: 1,
      }),
    },
    {
      says: /log group does not exist|ResourceNotFoundException/i,
      cause: (text) => ({
        id: 'log-group-missing',
        explanation: `${logGroupIn(text)} does not exist`,
        fix: 'create it in the region that awslogs-region names, correct awslogs-group in the task definition TASK_FAMILY, or set awslogs-create-group to true there and allow logs:CreateLogGroup to the execution role',
        fault: 'release',
        definitiveAfter: 1,
      }),
    },
  ],
};

const roles: Topic = {
  about: /unable to assume the role/i,
  rules: [
    {
      says: /unable to assume the role/i,
      // A role that was made a moment ago is not known everywhere yet (AWS docs), so waiting may help.
      cause: (text) => ({
        id: 'role-not-assumable',
        explanation: `ECS cannot assume the role ${namedIn(text, /assume the role '?([^\s']+)/i) ?? 'of the task definition'}`,
        fix: 'let the trust policy of the role name ecs-tasks.amazonaws.com, or correct executionRoleArn and taskRoleArn of TASK_FAMILY',
        fault: 'release',
        definitiveAfterSeconds: 180,
      }),
    },
  ],
};

/** What the agent needs before the image: the order matters, a text about secrets may speak of the registry too. */
export const startResourceTopics: readonly Topic[] = [secrets, registryLogin, logs, roles];

function secretIn(text: string): string {
  const arn = namedIn(text, /(arn:[\w-]+:(?:secretsmanager|ssm):[\w/.:+=@-]+)/);
  const parameter = namedIn(text, /invalid (?:ssm )?parameters: \[?([\w/.,-]+)/i);
  if (arn !== undefined) {
    const kind = arn.includes(':ssm:') ? 'parameter' : 'secret';
    return `the ${kind} ${arn.replace(/[.:,]$/, '')}`;
  }
  return parameter === undefined ? 'a secret of the task definition' : `the parameter ${parameter}`;
}

/** Where the task definition names the secret. */
function memberIn(text: string): string {
  return /registry auth from asm/i.test(text)
    ? 'repositoryCredentials.credentialsParameter of the container'
    : 'valueFrom in the secrets';
}

function permissionFor(text: string): string {
  return /ssm/i.test(text) ? 'ssm:GetParameters on it' : 'secretsmanager:GetSecretValue on it';
}

function logGroupIn(text: string): string {
  const name = namedIn(text, /log-group:([\w/.#-]+)/, /log group:? '?"?(\/[\w/.#-]+)/i);
  return name === undefined
    ? 'the log group of the task definition (awslogs-group)'
    : `the log group ${name}`;
}
