import { describeValues } from './values';

const arn = (resource: string, region = 'eu-central-1') => `arn:aws:ecs:${region}:123456789012:${resource}`;
const a = (count: number) => 'a'.repeat(count);

describe('the value of', () => {
  describeValues({
    TASK_FAMILY: {
      command: 'deploy',
      accepted: ['app', 'App_1-x', a(255)],
      refused: [
        ['my.app', '"." is not allowed', 'up to 255 letters'],
        ['app:42', 'names one revision', 'write the family alone: app'],
        [arn('task-definition/app:42'), 'names one revision', 'write the family alone: app'],
        [arn('task-definition/app'), 'is the ARN of a task definition', 'write the family alone: app'],
        [a(256), 'too long for the name of a task definition family'],
      ],
    },
    CLUSTER_NAME: {
      command: 'rollback',
      accepted: ['main', 'Main_1-x', a(255), arn('cluster/main')],
      refused: [
        ['my cluster', '" " is not allowed'],
        ['main/web', '"/" is not allowed'],
        [a(256), 'too long for the name of a cluster'],
        [arn('service/main/web'), 'is the ARN of a service, not of an ECS cluster', 'cluster/NAME'],
        [arn('cluster/a/b'), 'not of an ECS cluster'],
        ['arn:aws:iam::123456789012:role/main', 'is an ARN, not of an ECS cluster'],
        [
          arn('cluster/main', 'eu-west-1'),
          'is in eu-west-1, but AWS_DEFAULT_REGION says eu-central-1',
          'to eu-west-1',
        ],
      ],
    },
    SERVICE_NAME: {
      command: 'rollback',
      accepted: ['web', arn('service/web'), arn('service/main/web')],
      refused: [
        ['main/web', '"/" is not allowed'],
        [arn('cluster/main'), 'is the ARN of a cluster, not of an ECS service', 'service/CLUSTER/NAME'],
        [arn('service/a/b/c'), 'not of an ECS service'],
        [
          arn('service/other/web'),
          'in the cluster other, but CLUSTER_NAME says main',
          'set CLUSTER_NAME to other',
        ],
        [arn('service/web', 'eu-west-1'), 'is in eu-west-1', 'or name a service in eu-central-1'],
      ],
    },
    ECS_CD_ACCOUNT_ID: {
      command: 'plan',
      accepted: ['123456789012', '012345678901'],
      refused: [
        ['12', 'is not an AWS account ID', 'write its 12 digits, such as 123456789012'],
        ['12345678', 'is not an AWS account ID', 'write its 12 digits, such as 123456789012'],
        ['123456789', 'is not an AWS account ID', 'write its 12 digits: 000123456789, if zeros got lost'],
        ['1234 5678 9012', 'is not an AWS account ID', 'write 123456789012'],
        ['1234-5678-9012', 'is not an AWS account ID', 'write 123456789012'],
        ['12345678901', 'is not an AWS account ID', '012345678901, if zeros got lost'],
        ['arn:aws:iam::123456789012:root', 'is not an AWS account ID', 'write 123456789012'],
        ['production', 'is not an AWS account ID', 'such as 123456789012'],
        ['1234567890123', 'is not an AWS account ID', 'such as 123456789012'],
        ['x123456789012', 'is not an AWS account ID', 'such as 123456789012'],
      ],
    },
    ECS_CD_PLAN_FILE: {
      command: 'plan',
      accepted: ['plan.json', 'out/plan.json'],
      refused: [
        ['out/', 'is a folder', 'add the name of a file'],
        ['/tmp/plan.json', 'leads out of'],
        ['../plan.json', 'leads out of'],
      ],
    },
    STAGE: {
      command: 'deploy',
      accepted: ['staging', 'Production', 'eu-1_a.b', a(223)],
      refused: [
        ['a:b', '":" is not allowed'],
        ['*', '"*" is not allowed'],
        ['review/login', '"/" is not allowed', '$CI_ENVIRONMENT_SLUG'],
        ['my stage', '" " is not allowed'],
        [a(224), 'too long', 'at most 223'],
      ],
    },
    AWS_DEFAULT_REGION: {
      command: 'rollback',
      accepted: [
        'eu-central-1',
        'us-gov-west-1',
        'cn-northwest-1',
        'ap-southeast-10',
        'us-isob-east-1',
        'eusc-de-east-1',
      ],
      refused: [
        ['eu-central-1a', 'is an availability zone', 'write its region: eu-central-1'],
        ['EU_CENTRAL_1', 'is not an AWS region', 'write eu-central-1'],
        ['Frankfurt', 'is not an AWS region', 'such as eu-central-1'],
        ['eu-central', 'is not an AWS region'],
        ['eu-central-123', 'is not an AWS region'],
        ['eu-central-x', 'is not an AWS region'],
        ['europe-central-1', 'is not an AWS region'],
        ['e-central-1', 'is not an AWS region'],
        ['us-a-b-c-d-1', 'is not an AWS region'],
        ['eu-central-1/x', 'is not an AWS region'],
      ],
    },
    ECS_CD_TIMEOUT: {
      command: 'rollback',
      accepted: ['10s', '90s', '15m', '1h', '1h30m', '24h'],
      refused: [
        ['900', '"900" has no unit', '90s, 15m or 1h30m'],
        ['15 min', 'is not a duration'],
        ['1.5h', 'is not a duration'],
        ['30m1h', 'is not a duration'],
        ['9s', 'is too short', 'at least 10s'],
        ['0m', 'is too short'],
        ['24h1s', 'is too long', 'at most 24h'],
        ['9999999999999m', 'is not a duration'],
      ],
    },
    ECS_CD_LOG_LINES: {
      command: 'rollback',
      accepted: ['0', '1', '200'],
      refused: [
        ['201', '"201" is not a number of lines', 'from 0 to 200'],
        ['-1', 'is not a number of lines'],
        ['all', 'is not a number of lines'],
        ['1.5', 'is not a number of lines'],
      ],
    },
    ECS_CD_CONTAINER: {
      command: 'deploy',
      accepted: ['web', 'Web_1-x', 'api,worker', 'api, worker'],
      refused: [
        ['web app', '" " is not allowed'],
        ['api,', 'has an empty item', 'remove the extra comma'],
        ['api;worker', '";" is not allowed'],
      ],
    },
    ECS_CD_DEPLOYMENT_ID: {
      command: 'follow',
      accepted: ['ecs-svc/1', 'ecs-svc/6366004385046059794', 'ecs-svc/1,ecs-svc/2'],
      refused: [
        ['6366004385046059794', 'is not the ID of a deployment', 'ecs-svc/NUMBER'],
        ['ecs-svc/web', 'is not the ID of a deployment'],
      ],
    },
    ECS_CD_TO: {
      command: 'rollback',
      accepted: ['app:1', 'my_App-2:42'],
      refused: [
        ['42', 'is not a revision', 'such as app:42'],
        ['app', 'is not a revision'],
        ['app:0', 'is not a revision'],
        ['app:latest', 'is not a revision'],
        ['app:12345678901', 'is not a revision'],
        [arn('task-definition/app:42'), 'is not a revision', 'write app:42'],
      ],
    },
    ECS_CD_ENVIRONMENT_URL: {
      command: 'deploy',
      accepted: ['https://staging.example.com', 'http://localhost:8080/a?b=c#d', 'https://example.com/%20'],
      refused: [
        ['staging.example.com', 'is not an http or https address', 'https://staging.example.com'],
        ['ftp://example.com', 'is not an http or https address'],
        ['https://', 'is not an http or https address'],
        ['https://a b.example.com', 'is not an http or https address'],
        ['https://example.com/a\nX=1', 'is not an http or https address'],
        [
          'https://:canary@example.com',
          'carries a user name or a password',
          'everybody who sees the environment',
        ],
        ['https://canary@example.com', 'carries a user name or a password'],
      ],
    },
    ECS_CD_DOTENV: {
      command: 'rollback',
      accepted: ['out.env', 'out/deploy.env', '..out.env', '/builds/team/app/out.env'],
      refused: [
        ['out/', 'is a folder', 'add the name of a file'],
        ['.', 'is a folder', 'add the name of a file'],
        ['../../x.env', 'leads out of /builds/team/app', 'name a file in that folder'],
        ['/builds/team/app/../x', 'leads out of /builds/team/app'],
        ['/etc/x/y', 'leads out of /builds/team/app', 'name a file in that folder'],
      ],
    },
  });
});
