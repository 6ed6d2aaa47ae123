import type { FixtureOptions } from '../service-fixture';
import { loadBalanced, targetGroupNamed } from './givens';

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
