import type { LoadBalancer } from '@aws-sdk/client-ecs';
import type { ServiceFixture } from '../service-fixture';
import { error, unknown, warning, type Case } from './cases';
import { denied } from './look-ahead';

const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1';
const behind = (change: Partial<LoadBalancer> = {}) => ({
  service: { loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 8080, ...change }] },
});
const percents = { minimumHealthyPercent: 100, maximumPercent: 100 };
const subnet =
  (id: string, options: Parameters<ServiceFixture['aws']['world']['createSubnet']>[1]) =>
  ({ aws }: ServiceFixture) =>
    aws.world.createSubnet(id, options);

const alarms = {
  fixture: { configuration: { alarms: { alarmNames: ['errors', 'slow'], enable: true, rollback: true } } },
};
const alarm =
  (...args: Parameters<ServiceFixture['aws']['world']['setAlarm']>) =>
  ({ aws }: ServiceFixture) =>
    aws.world.setAlarm(...args);

/** Where the tasks go. */
export const serviceCases: readonly Case[] = [
  {
    what: 'a container that the service knows and the task definition does not',
    appears: { fixture: behind({ containerName: 'proxy' }) },
    finding: error('load balancer', /container proxy, and the task definition has only web/),
    absent: [{ fixture: behind() }],
  },
  {
    what: 'a target group for instances',
    appears: {
      fixture: behind(),
      given: ({ aws }) => aws.world.setTargetGroup(targetGroupArn, { TargetType: 'instance' }),
    },
    finding: error('load balancer', /type instance, and tasks in network mode awsvpc are of type ip/),
    absent: [{ fixture: behind() }],
  },
  {
    what: 'a target group that is gone',
    appears: { fixture: behind(), given: ({ aws }) => aws.world.setTargetGroup(targetGroupArn, 'deleted') },
    finding: error('load balancer', /does not exist any more/),
    absent: [{ fixture: behind() }],
  },
  {
    what: 'a target group that nothing sends to',
    appears: {
      fixture: behind(),
      given: ({ aws }) => aws.world.setTargetGroup(targetGroupArn, { LoadBalancerArns: [] }),
    },
    finding: warning('load balancer', /no load balancer sends anything/),
    absent: [{ fixture: behind() }],
  },
  {
    what: 'target groups that may not be looked at',
    appears: { fixture: behind(), given: denied('DescribeTargetGroups') },
    finding: unknown('load balancer', /elasticloadbalancing:DescribeTargetGroups/),
    absent: [{ given: denied('DescribeTargetGroups') }],
  },
  {
    what: 'percents that let ECS neither stop nor start a task',
    appears: { fixture: { configuration: percents } },
    finding: error('deployment percents', /with 2 tasks, minimumHealthyPercent 100.*maximumPercent 100/),
    absent: [
      {},
      { fixture: { configuration: { minimumHealthyPercent: 50, maximumPercent: 100 } } },
      { fixture: { desiredCount: 0, configuration: percents } },
    ],
  },
  {
    what: 'the same percents where tasks come and go anyway',
    appears: {
      fixture: { configuration: percents },
      given: ({ aws: { world } }) =>
        world.updateService({ cluster: 'shop', service: 'web', desiredCount: 3 }),
    },
    finding: warning('deployment percents', /maximumPercent 100/),
  },
  {
    what: 'a subnet without a free address',
    appears: { given: subnet('subnet-1', { freeAddresses: 0, availabilityZone: 'eu-central-1b' }) },
    finding: warning('subnet subnet-1', /no free IP address \(eu-central-1b\)/),
    absent: [
      { given: subnet('subnet-1', { freeAddresses: 1 }) },
      { given: subnet('subnet-1', { isIpv6Only: true }) },
    ],
  },
  {
    what: 'a subnet that is gone',
    appears: {
      fixture: {
        service: { settings: { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-9'] } } } },
      },
    },
    finding: error('subnets', /does not exist any more/),
  },
  {
    what: 'subnets that may not be looked at',
    appears: { given: denied('DescribeSubnets') },
    finding: unknown('subnets', /ec2:DescribeSubnets/),
  },
  {
    what: 'an alarm that is in ALARM already',
    appears: { ...alarms, given: alarm('errors', 'ALARM', { Threshold: 10, StateReason: 'too many' }) },
    finding: warning(
      'alarms',
      /ECS ignores all of them: .*do not protect .*: errors: HTTPCode_Target_5XX_Count > 10 \(too many\)/,
    ),
    absent: [
      alarms,
      { ...alarms, given: alarm('another', 'ALARM') },
      {
        fixture: { configuration: { alarms: { alarmNames: ['errors'], enable: false, rollback: false } } },
        given: alarm('errors', 'ALARM'),
      },
    ],
  },
  {
    what: 'a composite alarm that is in ALARM already',
    appears: { ...alarms, given: alarm('slow', 'ALARM', { AlarmRule: 'ALARM("a") OR ALARM("b")' }) },
    finding: warning('alarms', /slow: ALARM\("a"\) OR ALARM\("b"\)/),
    absent: [{ ...alarms, given: alarm('slow', 'OK', { AlarmRule: 'ALARM("a") OR ALARM("b")' }) }],
  },
  {
    what: 'an alarm that does not exist',
    appears: { ...alarms, given: alarm('slow', 'deleted') },
    finding: warning('alarms', /no alarm slow: .*do not protect/),
    absent: [alarms],
  },
  {
    what: 'alarms that may not be looked at',
    appears: { ...alarms, given: denied('DescribeAlarms') },
    finding: unknown('alarms', /cloudwatch:DescribeAlarms is not allowed/),
    absent: [{ given: denied('DescribeAlarms') }],
  },
  {
    what: 'a deregistration delay that may not be looked at',
    appears: { fixture: behind(), given: denied('DescribeTargetGroupAttributes') },
    finding: unknown('deregistration delay', /DescribeTargetGroupAttributes is not allowed/),
    absent: [{ fixture: behind() }, { given: denied('DescribeTargetGroupAttributes') }],
  },
  {
    what: 'a header for test traffic, of which nothing is asked',
    appears: { env: { ECS_CD_TEST_HEALTH_CHECK_HEADER: 'x-test: 1' } },
    finding: warning('ECS_CD_TEST_HEALTH_CHECK_HEADER', /is set, and ECS_CD_TEST_HEALTH_CHECK_URL is not/),
    absent: [{}],
  },
  {
    what: 'a check on test traffic of a service that has none',
    appears: { env: { ECS_CD_TEST_HEALTH_CHECK_URL: 'http://test.example.com/' } },
    finding: error(
      'ECS_CD_TEST_HEALTH_CHECK_URL',
      /strategy ROLLING, which has no test traffic/,
      /BLUE_GREEN/,
    ),
    absent: [{}],
  },
];
