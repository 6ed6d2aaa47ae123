import type { LoadBalancer } from '@aws-sdk/client-ecs';
import type { Deployment, Model, ServiceDeployment } from '../model';
import { newTargets } from './targets';
import { isRolling, servedBefore } from './traffic';

/** What a listener rule, or the listener of a Network Load Balancer, forwards to: weights by target group. */
export type Forward = Readonly<Record<string, number>>;

/** Those that a service names are there before it is, with all weight on the group that serves. (AWS docs) */
export function prepareRules({ forwards }: Model, serving: Deployment): void {
  const groups = newTargets(serving).map(({ group }) => group);
  serving.service.loadBalancers.forEach((balancer, index) => {
    for (const rule of rulesOf(balancer)) {
      if (!forwards.has(rule)) forwards.set(rule, { ...withoutWeight(balancer), [groups[index] ?? '']: 100 });
    }
  });
}

const rulesOf = ({
  advancedConfiguration: { productionListenerRule, testListenerRule } = {},
}: LoadBalancer) => [productionListenerRule, testListenerRule].filter((rule) => rule !== undefined);

const withoutWeight = ({ targetGroupArn = '', advancedConfiguration }: LoadBalancer): Forward => ({
  [targetGroupArn]: 0,
  [advancedConfiguration?.alternateTargetGroupArn ?? targetGroupArn]: 0,
});

/** ECS writes the weights that it wants, whatever somebody has written meanwhile. (field report: containers-roadmap 2853) */
export function weighRules(model: Model, record: ServiceDeployment, traffic = record.traffic): void {
  if (isRolling(record.configuration)) return;
  const before = servedBefore(record);
  const [from, to] = [before ? newTargets(before) : [], newTargets(record.target)];
  record.service.loadBalancers.forEach((balancer, index) => {
    const { productionListenerRule, testListenerRule } = balancer.advancedConfiguration ?? {};
    const weigh = (rule: string | undefined, percent: number) => {
      if (rule === undefined || model.forwards.get(rule) === 'deleted') return;
      const weights = { [from[index]?.group ?? '']: 100 - percent, [to[index]?.group ?? '']: percent };
      model.forwards.set(rule, { ...withoutWeight(balancer), ...inTenths(weights) });
    };
    weigh(productionListenerRule, traffic.production);
    weigh(testListenerRule, traffic.test);
  });
}

/** (field report) 950 and 50 of a canary; a weight is 999 at most (AWS docs). */
const inTenths = (weights: Forward): Forward =>
  Object.values(weights).includes(100)
    ? weights
    : Object.fromEntries(
        Object.entries(weights).map(([group, percent]) => [group, Math.round(percent * 10)]),
      );

/** What ECS has against the rules, in the words that follow `invalid networking configuration`. (AWS docs) */
export function ruleProblemOf({ forwards }: Model, record: ServiceDeployment): string | undefined {
  if (isRolling(record.configuration)) return undefined;
  return record.service.loadBalancers
    .map((balancer) => {
      const rules = rulesOf(balancer).map((rule) => ({ rule, forward: forwards.get(rule) ?? {} }));
      if (rules.some(({ forward }) => forward === 'deleted')) return '. One or more rules not found';
      const known = rules.flatMap(({ forward }) => Object.keys(forward));
      const own = Object.keys(withoutWeight(balancer));
      const stray = rules.length > 0 ? own.find((group) => !known.includes(group)) : undefined;
      if (stray !== undefined)
        return `: Target group ${stray} is not associated with either productionListenerRule or testListenerRule.`;
      return rules[0] && weightProblemOf(rules[0], own);
    })
    .find((problem) => problem !== undefined);
}

function weightProblemOf(
  { rule, forward }: { readonly rule: string; readonly forward: Forward | 'deleted' },
  [primary = '', alternate = '']: readonly string[],
): string | undefined {
  const weighted = Object.entries(forward).flatMap(([group, weight]) => (weight === 0 ? [] : group));
  const [only = ''] = weighted;
  if (weighted.length !== 1)
    return `. productionListenerRule ${rule} should have exactly one target group serving traffic but found ${weighted.length} target groups which are serving traffic`;
  if ([primary, alternate].includes(only)) return undefined;
  return `. Production listener rule is forwarding traffic to unexpected target group ${only}. Expected traffic to be forwarded to either targetGroupArn: ${primary} or alternateTargetGroupArn: ${alternate}`;
}
