import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { ServiceFixture } from '../service-fixture';
import { error, unknown, warning, type Case } from './cases';
import { all, base, definitionOf, denied, roleArn } from './look-ahead';

const withRole = (name: string) => base({ taskRoleArn: roleArn(name) });
const role =
  (name: string, options: Parameters<ServiceFixture['aws']['world']['createIamRole']>[1] = {}) =>
  ({ aws }: ServiceFixture) =>
    void aws.world.createIamRole(name, options);
const logsTo = (options: Record<string, string>) => ({
  logConfiguration: {
    logDriver: 'awslogs' as const,
    options: { 'awslogs-region': 'eu-central-1', 'awslogs-stream-prefix': 'staging', ...options },
  },
});

const onEc2 = { fixture: { service: { launchType: 'EC2' as const } } };
/** A container that is not essential beside the shop's own, and others after it. */
const withSidecar =
  (group: string, ...others: readonly ContainerDefinition[]) =>
  (fixture: ServiceFixture) => {
    const { containerDefinitions: own } = definitionOf(fixture);
    const logs = logsTo({ 'awslogs-group': group });
    const sidecar = { name: 'sidecar', image: 'sidecar', essential: false, ...logs };
    base({ containerDefinitions: [...own, sidecar, ...others] })(fixture);
  };

/** What the tasks need to start. */
export const taskCases: readonly Case[] = [
  {
    what: 'what Terraform has registered since the last release',
    appears: {
      given: async (fixture) => {
        await fixture.deploy({ env: { CI_JOB_URL: 'https://gitlab.example.com/shop/web/-/jobs/1' } });
        base({}, { environment: [{ name: 'LOG_LEVEL', value: 'debug' }] })(fixture);
      },
    },
    finding: warning('TASK_FAMILY', /web:3 was registered by .*user\/terraform after.*environment/),
    absent: [
      {
        given: async (fixture) => {
          await fixture.deploy();
        },
      },
    ],
  },
  {
    what: 'a task role that does not exist',
    appears: { given: withRole('web-task') },
    finding: error('task role', /no role web-task/, /taskRoleArn/),
    absent: [{ given: all(role('web-task'), withRole('web-task')) }],
  },
  {
    what: 'an execution role that does not trust ECS',
    appears: { given: role('web-execution', { trusts: ['ec2.amazonaws.com'] }) },
    finding: error('execution role', /does not trust ecs-tasks/, /trust policy/),
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
    finding: unknown('execution role', /not checked: iam:GetRole is not allowed/, /allow iam:GetRole/),
  },
  {
    what: 'a role of another account, which cannot be looked at from here',
    appears: { given: base({ taskRoleArn: roleArn('web-task', '999999999999') }) },
    finding: unknown(roleArn('web-task', '999999999999'), /another account/),
  },
  {
    what: 'a log group that does not exist',
    appears: { given: base({}, logsTo({ 'awslogs-group': '/shop/we' })) },
    finding: error('log group /shop/we', /does not exist in eu-central-1, and web/, /awslogs-create-group/),
    absent: [
      {},
      ...['true', 'True', '1'].map((on) => ({
        given: base({}, logsTo({ 'awslogs-group': '/shop/we', 'awslogs-create-group': on })),
      })),
    ],
  },
  {
    what: 'a log group in a region that there is not',
    appears: { given: base({}, logsTo({ 'awslogs-group': '/shop/web', 'awslogs-region': 'eu-nowhere-1' })) },
    finding: unknown('log group /shop/web', /DescribeLogGroups/, /awslogs-region of web .* eu-nowhere-1$/),
  },
  {
    what: 'a log group that does not exist, of a container that is not essential, on Fargate',
    appears: { given: withSidecar('/shop/we') },
    finding: error('log group /shop/we', /sidecar writes to it: its tasks/),
    absent: [{ given: withSidecar('/shop/web') }],
  },
  {
    what: 'a log group that does not exist, of a container that is not essential, elsewhere',
    appears: { ...onEc2, given: withSidecar('/shop/we') },
    finding: warning('log group /shop/we', /not essential, would not/),
    absent: [{ ...onEc2, given: withSidecar('/shop/web') }],
  },
  {
    what: 'a log group that does not exist, of an essential container after one that is not',
    appears: {
      ...onEc2,
      given: withSidecar('/shop/we', {
        name: 'proxy',
        image: 'proxy',
        ...logsTo({ 'awslogs-group': '/shop/we' }),
      }),
    },
    finding: error('log group /shop/we', /proxy writes to it: its tasks/),
    absent: [onEc2],
  },
  {
    what: 'log groups that may not be looked at',
    appears: { given: denied('DescribeLogGroups') },
    finding: unknown('log group /shop/web', /logs:DescribeLogGroups/),
  },
  {
    what: 'a port that the container does not open',
    appears: {
      fixture: {
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
    finding: error('load balancer', /port 9090 of web, whose portMappings have 8080/),
    absent: [
      {
        fixture: {
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
    finding: error('task size', /not made for: memory 512 does not go with cpu 512 \(it takes 1024 to 4096/),
    absent: [
      {},
      { given: base({ cpu: '16384', memory: '122880' }) },
      { fixture: { service: { launchType: 'EC2' } }, given: base({ requiresCompatibilities: ['EC2'] }) },
    ],
  },
];
