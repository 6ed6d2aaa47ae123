import type { FixtureOptions, ServiceFixture } from '../service-fixture';
import { networkShifted, productionRule, shifted, testRule } from '../scenarios/given/shift';
import { targetGroupNamed } from '../scenarios/given/givens';
import { error, unknown, warning, type Case } from './cases';
import { all, denied } from './look-ahead';

type World = ServiceFixture['aws']['world'];

const [blue, green] = [targetGroupNamed('web'), targetGroupNamed('web-other')];
const stranger = targetGroupNamed('stranger');
const arnOf = (name: string) => `arn:aws:lambda:eu-central-1:123456789012:function:${name}`;
const roleArn = 'arn:aws:iam::123456789012:role/web-hook';
const hook = { targetType: 'AWS_LAMBDA' as const, hookTargetArn: arnOf('check'), roleArn };
const fixture: FixtureOptions = { service: shifted, configuration: { strategy: 'BLUE_GREEN' } };
const rolling: FixtureOptions = { service: shifted };
const hooked: FixtureOptions = {
  configuration: { lifecycleHooks: [{ ...hook, lifecycleStages: ['POST_SCALE_UP'] }] },
};
const networkListener =
  networkShifted.loadBalancers?.[0]?.advancedConfiguration?.productionListenerRule ?? '';

const forward =
  (...args: Parameters<World['setForward']>) =>
  ({ aws }: ServiceFixture) =>
    aws.world.setForward(...args);
const group =
  (...args: Parameters<World['setTargetGroup']>) =>
  ({ aws }: ServiceFixture) =>
    aws.world.setTargetGroup(...args);
const toEmptyGroup = forward(productionRule, { [blue]: 0, [green]: 1 });
const bothTests = forward(testRule, { [blue]: 1, [green]: 0 });

/** What ECS moves traffic by. */
export const shiftCases: readonly Case[] = [
  {
    what: 'production traffic at the empty group of the two',
    appears: { fixture, given: toEmptyGroup },
    finding: error(
      'traffic shift',
      /target group web-other, which is empty, and the tasks are in the target group web;.*to nowhere/,
      /modify-rule .*"TargetGroupArn":"[^"]*\/web\/[^"]*","Weight":1.*ignore_changes/,
    ),
    absent: [
      { fixture },
      { fixture: rolling, given: toEmptyGroup },
      { fixture: { ...fixture, desiredCount: 0 }, given: toEmptyGroup },
      // In the middle of a shift, which this one replaces.
      {
        fixture: { ...fixture, configuration: { strategy: 'LINEAR' } },
        given: async ({ aws }) => {
          aws.world.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'outside' });
          await aws.clock.sleep(900_000);
        },
      },
      // Where it is after the release before.
      {
        fixture,
        given: async ({ aws }) => {
          aws.world.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'outside' });
          await aws.clock.sleep(3_600_000);
        },
      },
    ],
  },
  {
    what: 'the same of the listener of a Network Load Balancer',
    appears: {
      fixture: { ...fixture, service: networkShifted },
      given: forward(networkListener, { [blue]: 0, [green]: 1 }),
    },
    finding: error('traffic shift', /to nowhere/, /modify-listener --listener-arn .*--default-actions/),
    absent: [{ fixture: { ...fixture, service: networkShifted } }],
  },
  {
    what: 'production traffic at a group whose targets are not healthy',
    appears: { fixture, given: ({ aws }) => aws.world.setTargetProblem('web:1', 'Health checks failed') },
    finding: warning('traffic shift', /web, which has no healthy target/),
  },
  {
    what: 'a rule that sends to both groups',
    appears: { fixture, given: forward(productionRule, { [blue]: 950, [green]: 50 }) },
    finding: error(
      'traffic shift',
      /(?:web and the target group web-other|web-other and the target group web), .*exactly one/,
      /all weight/,
    ),
  },
  {
    what: 'a rule that sends nowhere',
    appears: { fixture, given: forward(productionRule, { [blue]: 0, [green]: 0 }) },
    finding: error('traffic shift', /to no target group/),
  },
  {
    what: "a rule that sends to somebody else's group",
    appears: { fixture, given: forward(productionRule, { [blue]: 0, [green]: 0, [stranger]: 1 }) },
    finding: error('traffic shift', /target group stranger, .*of the service's/),
  },
  {
    what: 'a group that no rule knows',
    appears: {
      fixture,
      given: all(forward(productionRule, { [blue]: 1 }), forward(testRule, { [blue]: 1 })),
    },
    finding: error('traffic shift', /no listener rule .* web-other: ECS would roll back/, /weight 0/),
    // (AWS docs) One in the test rule alone is enough.
    absent: [{ fixture, given: all(forward(productionRule, { [blue]: 1 }), bothTests) }],
  },
  {
    what: 'a group that no listener of a Network Load Balancer knows',
    appears: {
      fixture: { ...fixture, service: networkShifted },
      given: forward(networkListener, { [blue]: 1 }),
    },
    finding: warning('traffic shift', /no listener rule .* web-other: ECS would roll back/),
  },
  {
    what: 'a rule that is gone',
    appears: { fixture, given: forward(testRule, 'deleted') },
    finding: error('traffic shift', /does not exist any more/, /testListenerRule/),
    absent: [{ fixture: rolling, given: forward(testRule, 'deleted') }],
  },
  {
    what: 'groups of two kinds',
    appears: { fixture, given: group(green, { Protocol: 'HTTPS' }) },
    finding: warning('traffic shift', /web and the target group web-other differ in Protocol/),
    absent: [{ fixture: rolling, given: group(green, { Protocol: 'HTTPS' }) }],
  },
  {
    what: 'rules that may not be looked at',
    appears: { fixture, given: all(toEmptyGroup, denied('DescribeRules')) },
    finding: unknown('traffic shift', /elasticloadbalancing:DescribeRules/),
    absent: [{ given: denied('DescribeRules') }],
  },
  {
    what: 'targets that may not be looked at',
    appears: { fixture, given: all(toEmptyGroup, denied('DescribeTargetHealth')) },
    finding: unknown('traffic shift', /elasticloadbalancing:DescribeTargetHealth/),
  },
  {
    what: 'a role for load balancers that does not trust ECS',
    appears: { fixture, given: ({ aws }) => void aws.world.createIamRole('web-balancing') },
    finding: error('role for load balancers', /does not trust ecs\.amazonaws\.com: ECS cannot move traffic/),
    absent: [{ fixture }, { fixture: rolling, given: ({ aws }) => aws.world.deleteIamRole('web-balancing') }],
  },
  {
    what: 'a role for load balancers that does not exist',
    appears: { fixture, given: ({ aws }) => aws.world.deleteIamRole('web-balancing') },
    finding: error('role for load balancers', /no role web-balancing/, /roleArn of the service/),
  },
  {
    what: 'a role of a lifecycle hook that does not exist',
    appears: { fixture: hooked, given: ({ aws }) => aws.world.deleteIamRole('web-hook') },
    finding: error('role of a lifecycle hook', /no role web-hook/),
    absent: [{ fixture: hooked }],
  },
  {
    what: 'a lifecycle hook that may not be called',
    appears: {
      fixture: hooked,
      given: ({ aws }) => aws.world.setDecision('lambda:InvokeFunction', { decision: 'implicitDeny' }),
    },
    finding: warning(
      'permissions',
      /the role web-hook, .*is not allowed lambda:InvokeFunction on .*:check: no policy/,
      /to that role/,
    ),
    absent: [{ fixture: hooked }],
  },
];
