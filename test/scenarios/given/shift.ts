import type { FixtureOptions, ServiceFixture } from '../../service-fixture';
import { loadBalanced, targetGroupNamed } from './givens';
import type { Scenario } from '../scenario';

const alb = (kind: string) =>
  `arn:aws:elasticloadbalancing:eu-central-1:123456789012:${kind}/app/web/0123456789abcdef/0123456789abcdef`;
export const productionListener = alb('listener');
export const productionRule = `${alb('listener-rule')}/0000000000000001`;
export const testRule = `${alb('listener-rule')}/0000000000000002`;
/** Behind a rule that ECS weighs, between this group and its alternate, by a role that it assumes. */
export const shifted: NonNullable<FixtureOptions['service']> = {
  loadBalancers: [
    {
      ...loadBalanced.loadBalancers?.[0],
      advancedConfiguration: {
        alternateTargetGroupArn: targetGroupNamed('web-other'),
        productionListenerRule: productionRule,
        testListenerRule: testRule,
        roleArn: 'arn:aws:iam::123456789012:role/web-balancing',
      },
    },
  ],
};

/** The same behind a Network Load Balancer, which ECS changes the listener of. */
export const networkShifted: NonNullable<FixtureOptions['service']> = {
  loadBalancers: [
    {
      ...loadBalanced.loadBalancers?.[0],
      advancedConfiguration: {
        alternateTargetGroupArn: targetGroupNamed('web-other'),
        productionListenerRule: productionListener.replace('/app/', '/net/'),
        roleArn: 'arn:aws:iam::123456789012:role/web-balancing',
      },
    },
  ],
};

/** ECS gives a shift up for what is so, or is said, seconds after it began. */
export const givenUp = (
  what: string,
  begins: (fixture: ServiceFixture) => void,
  words: readonly string[],
  seconds = 5,
): Scenario => ({
  what,
  fixture: { service: shifted, configuration: { strategy: 'BLUE_GREEN' } },
  during: { [seconds]: begins },
  expected: { verdict: 'rolled-back', words },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
});

/** The function of a hook on test traffic has failed, in ECS's words. */
export const hookFails = (what: string, said: string, words: readonly string[]): Scenario => {
  const hook = {
    targetType: 'AWS_LAMBDA' as const,
    hookTargetArn: 'arn:aws:lambda:eu-central-1:123456789012:function:check',
    roleArn: 'arn:aws:iam::123456789012:role/web-hook',
    lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT' as const],
  };
  const begins = ({ aws }: ServiceFixture) =>
    aws.world.giveUp('shop', 'web', { hook: 'POST_TEST_TRAFFIC_SHIFT' }, said);
  return {
    ...givenUp(what, begins, words, 60),
    fixture: { service: shifted, configuration: { strategy: 'BLUE_GREEN', lifecycleHooks: [hook] } },
    given: ({ aws }) => aws.world.setTimings({ lambdaHookMs: 600_000 }),
  };
};
