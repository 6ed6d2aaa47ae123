import { causes, certain, firstNamedIn, repeated, type Topic } from './cause';
import { denied, executionRoleIn, transientRules, permissionIn } from './transient-causes';

/** Rows that a task fails with while the agent fetches its secrets. */
const secrets: Topic = {
  about:
    /unable to retrieve secrets? from|fetching secret|failed to fetch secret|can't retrieve the secret|registry auth from asm|secret from Secrets Manager did not contain/i,
  rules: [
    ...transientRules({
      id: 'secrets',
      deed: 'fetch its secrets',
      endpoints: 'endpoints secretsmanager and ssm',
    }),
    ...causes(certain, {
      'secret-denied': {
        says: denied,
        is: (text) => `the task may not read ${secretIn(text)}`,
        fix: (text) =>
          `allow ${permissionIn(text) ?? `${/ssm/i.test(text) ? 'ssm:GetParameters' : 'secretsmanager:GetSecretValue'} on it`} to ${executionRoleIn(text)}, and kms:Decrypt if the secret has a key of its own`,
      },
      'secret-missing': {
        says: /ResourceNotFound|can't find the specified|Check whether the secret exists|ParameterNotFound|invalid (?:ssm )?parameters|marked for deletion/i,
        is: (text) =>
          `${secretIn(text)} ${/marked for deletion/i.test(text) ? 'is marked for deletion' : 'does not exist'}`,
        fix: (text) =>
          `create or restore it in the region of its ARN, or correct ${memberIn(text)} in the task definition TASK_FAMILY`,
      },
    }),
    ...causes(repeated, {
      'secret-key-missing': {
        says: /did not contain json key/i,
        is: (text) =>
          `${secretIn(text)} has no JSON key ${firstNamedIn(text, /did not contain json key ([^\s]+)/i) ?? 'of the name that valueFrom gives'}`,
        fix: (text) =>
          `add the key to the secret, or correct ${memberIn(text)} in the task definition TASK_FAMILY`,
      },
    }),
  ],
};

/** Rows that a task fails with while the agent logs in to ECR. */
const registryLogin: Topic = {
  about: /ecr registry auth|registry auth from Amazon ECR|ecr:GetAuthorizationToken|pull command failed/i,
  rules: [
    ...transientRules({
      id: 'registry',
      deed: 'log in to ECR',
      endpoints: 'endpoints ecr.api, ecr.dkr and s3',
    }),
    ...causes(certain, {
      'registry-login-denied': {
        says: denied,
        is: 'the task may not log in to ECR',
        fix: (text) =>
          `allow ecr:GetAuthorizationToken on * to ${executionRoleIn(text)}; the managed policy AmazonECSTaskExecutionRolePolicy does`,
      },
    }),
  ],
};

/** Rows that a task fails with while its log driver is set up. */
const logs: Topic = {
  about: /logger args|logging driver|CloudWatch log/i,
  rules: [
    ...transientRules({ id: 'logs', deed: 'reach CloudWatch Logs', endpoints: 'endpoint logs' }),
    ...causes(certain, {
      'log-group-denied': {
        says: denied,
        is: (text) => `the task may not write to ${logGroupIn(text)}`,
        fix: (text) =>
          `allow ${permissionIn(text) ?? 'logs:CreateLogStream and logs:PutLogEvents on the log group'} to ${executionRoleIn(text)}, on EC2 to the instance role`,
      },
      'log-group-missing': {
        says: /log group does not exist|ResourceNotFoundException/i,
        is: (text) => `${logGroupIn(text)} does not exist`,
        fix: 'create it in the region that awslogs-region names, correct awslogs-group in the task definition TASK_FAMILY, or set awslogs-create-group to true there and allow logs:CreateLogGroup to the execution role',
      },
    }),
  ],
};

const roles: Topic = {
  about: /unable to assume the role/i,
  // A role that was made a moment ago is not known everywhere yet (AWS docs), so waiting may help.
  rules: causes(
    { fault: 'release', definitiveAfterSeconds: 180 },
    {
      'role-not-assumable': {
        says: /unable to assume the role/i,
        is: (text) =>
          `ECS cannot assume the role ${firstNamedIn(text, /assume the role '?([^\s']+)/i) ?? 'of the task definition'}`,
        fix: 'let the trust policy of the role name ecs-tasks.amazonaws.com, or correct executionRoleArn and taskRoleArn of TASK_FAMILY',
      },
    },
  ),
};

/** What the agent needs before the image: the order matters, a text about secrets may speak of the registry too. */
export const startResourceTopics: readonly Topic[] = [secrets, registryLogin, logs, roles];

function secretIn(text: string): string {
  const arn = firstNamedIn(text, /(arn:[\w-]+:(?:secretsmanager|ssm):[\w/.:+=@-]+)/);
  const parameter = firstNamedIn(text, /invalid (?:ssm )?parameters: \[?([\w/.,-]+)/i);
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

function logGroupIn(text: string): string {
  const name = firstNamedIn(text, /log-group:([\w/.#-]+)/, /log group:? '?"?(\/[\w/.#-]+)/i);
  return name === undefined
    ? 'the log group of the task definition (awslogs-group)'
    : `the log group ${name}`;
}
