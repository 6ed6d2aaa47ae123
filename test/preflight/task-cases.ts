import type { Case } from './cases';
import { all, base, denied, parameterArn, roleArn, secretArn } from './look-ahead';
import type { Shop } from '../shop';

const secret = (valueFrom: string) => ({ secrets: [{ name: 'KEY', valueFrom }] });
const withRole = (name: string) => base({ taskRoleArn: roleArn(name) });
const role =
  (name: string, options: Parameters<Shop['aws']['world']['createIamRole']>[1] = {}) =>
  ({ aws }: Shop) =>
    void aws.world.createIamRole(name, options);
const logsTo = (options: Record<string, string>) => ({
  logConfiguration: {
    logDriver: 'awslogs' as const,
    options: { 'awslogs-region': 'eu-central-1', 'awslogs-stream-prefix': 'staging', ...options },
  },
});

/** What the tasks are given, and what they need to start. */
export const taskCases: readonly Case[] = [
  {
    what: 'a task role that does not exist',
    appears: { given: withRole('web-task') },
    finding: { severity: 'error', subject: 'task role', message: /no role web-task/, fix: /taskRoleArn/ },
    absent: [{ given: all(role('web-task'), withRole('web-task')) }],
  },
  {
    what: 'an execution role that does not trust ECS',
    appears: { given: role('web-execution', { trusts: ['ec2.amazonaws.com'] }) },
    finding: {
      severity: 'error',
      subject: 'execution role',
      message: /does not trust ecs-tasks/,
      fix: /trust policy/,
    },
    absent: [
      {},
      {
        given: role('web-execution', {
          trustPolicy: {
            Statement: {
              Effect: 'Allow',
              Principal: { Service: 'ecs-tasks.amazonaws.com' },
              Action: ['sts:AssumeRole'],
              Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:eu-central-1:123456789012:*' } },
            },
          },
        }),
      },
    ],
  },
  {
    what: 'roles that may not be looked at',
    appears: { given: denied('GetRole') },
    finding: {
      severity: 'unknown',
      subject: 'execution role',
      message: /may not do iam:GetRole/,
      fix: /allow iam:GetRole/,
    },
    absent: [{}],
  },
  {
    what: 'a role of another account, which cannot be looked at from here',
    appears: { given: base({ taskRoleArn: roleArn('web-task', '999999999999') }) },
    finding: {
      severity: 'unknown',
      subject: roleArn('web-task', '999999999999'),
      message: /another account/,
    },
    absent: [{}],
  },
  {
    what: 'a log group that does not exist',
    appears: { given: base({}, logsTo({ 'awslogs-group': '/shop/we' })) },
    finding: {
      severity: 'error',
      subject: 'log group /shop/we',
      message: /does not exist in eu-central-1, and web/,
      fix: /awslogs-create-group/,
    },
    absent: [
      {},
      { given: base({}, logsTo({ 'awslogs-group': '/shop/we', 'awslogs-create-group': 'true' })) },
    ],
  },
  {
    what: 'log groups that may not be looked at',
    appears: { given: denied('DescribeLogGroups') },
    finding: { severity: 'unknown', subject: 'log group /shop/web', message: /logs:DescribeLogGroups/ },
    absent: [{}],
  },
  {
    what: 'a secret that does not exist',
    appears: { given: base({}, secret(`${secretArn('web/key')}:password::`)) },
    finding: {
      severity: 'error',
      subject: 'secret web/key-AbCdEf',
      message: /does not exist, and web is given it/,
      fix: /valueFrom/,
    },
    absent: [
      {
        given: all(
          ({ aws }) => void aws.world.createSecret('web/key'),
          base({}, secret(`${secretArn('web/key')}:password::`)),
        ),
      },
    ],
  },
  {
    what: 'a secret that is about to be deleted',
    appears: {
      given: all(
        ({ aws }) => void aws.world.createSecret('old', { isBeingDeleted: true }),
        base({}, secret(secretArn('old'))),
      ),
    },
    finding: {
      severity: 'error',
      subject: 'secret old-AbCdEf',
      message: /about to be deleted/,
      fix: /restore-secret/,
    },
    absent: [
      { given: all(({ aws }) => void aws.world.createSecret('old'), base({}, secret(secretArn('old')))) },
    ],
  },
  {
    what: 'a secret of another region, which cannot be looked at from here',
    appears: { given: base({}, secret('arn:aws:secretsmanager:us-east-1:123456789012:secret:key-AbCdEf')) },
    finding: {
      severity: 'unknown',
      subject: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:key-AbCdEf',
      message: /another account or region/,
    },
    absent: [{}],
  },
  {
    what: 'secrets that may not be looked at',
    appears: { given: all(denied('DescribeSecret'), base({}, secret(secretArn('web/key')))) },
    finding: {
      severity: 'unknown',
      subject: 'secret web/key-AbCdEf',
      message: /secretsmanager:DescribeSecret/,
    },
    absent: [{ given: denied('DescribeSecret') }],
  },
  {
    what: 'a parameter that does not exist',
    appears: { given: base({}, secret('/web/database')) },
    finding: {
      severity: 'error',
      subject: 'parameter /web/database',
      message: /does not exist/,
      fix: /valueFrom/,
    },
    absent: [
      {
        given: all(
          ({ aws }) => aws.world.createParameter('/web/database'),
          base({}, secret(parameterArn('web/database'))),
        ),
      },
      {
        given: all(
          ({ aws }) => aws.world.createParameter('database'),
          base({}, secret(parameterArn('database'))),
        ),
      },
      {
        given: all(
          ({ aws }) => aws.world.createParameter('/web/database'),
          base({}, secret('/web/database:3')),
        ),
      },
    ],
  },
  {
    what: 'a parameter that AWS had no time to look for',
    appears: {
      given: all(
        ({ aws: { world } }) => {
          world.setParametersPage(1);
          for (const name of ['/a', '/b', '/c', '/web/database']) world.createParameter(name);
        },
        base({}, secret('/web/database')),
      ),
    },
    finding: { severity: 'unknown', subject: 'parameter /web/database', message: /more to say/ },
    absent: [
      {
        given: all(
          ({ aws: { world } }) => {
            world.setParametersPage(2);
            for (const name of ['/a', '/b', '/c', '/web/database']) world.createParameter(name);
          },
          base({}, secret('/web/database')),
        ),
      },
    ],
  },
  {
    what: 'a port that the container does not open',
    appears: {
      shop: {
        service: {
          loadBalancers: [
            {
              targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1',
              containerName: 'web',
              containerPort: 9090,
            },
          ],
        },
      },
    },
    finding: {
      severity: 'error',
      subject: 'load balancer',
      message: /port 9090 of web, whose portMappings have 8080/,
    },
    absent: [
      {
        shop: {
          service: {
            loadBalancers: [
              {
                targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1',
                containerName: 'web',
                containerPort: 9090,
              },
            ],
          },
        },
        given: base({}, { portMappings: [{ containerPortRange: '9000-9099' }] }),
      },
    ],
  },
  {
    what: 'a task definition that is not made for Fargate',
    appears: { given: base({ requiresCompatibilities: ['EC2'], cpu: '512', memory: '512' }) },
    finding: {
      severity: 'error',
      subject: 'task size',
      message: /not made for: memory 512 does not go with cpu 512 \(it takes 1024 to 4096/,
    },
    absent: [
      {},
      { given: base({ cpu: '16384', memory: '122880' }) },
      { shop: { service: { launchType: 'EC2' } }, given: base({ requiresCompatibilities: ['EC2'] }) },
    ],
  },
];
