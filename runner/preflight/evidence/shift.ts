import type { LoadBalancer } from '@aws-sdk/client-ecs';
import type { Action, DescribeTargetHealthOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { isListener } from '../../ecs/service-address';
import { lastSegmentOf } from '../../names/arn';
import type { Release } from '../../release/release';
import { seenValueOf } from './finding';
import type { loadBalancingApi } from './surroundings-api';

export type Shift = ReturnType<typeof shiftOf>;

/** What the shift and the hooks of a deployment hang on; nothing where none will begin. */
export function shiftOf({ service = {}, isServed }: Release) {
  const { deploymentConfiguration = {}, loadBalancers = [] } = isServed ? {} : service;
  const { strategy = 'ROLLING', lifecycleHooks = [] } = deploymentConfiguration;
  const pairs = strategy === 'ROLLING' ? [] : loadBalancers.flatMap(pairOf);
  const arns = [
    ...new Set(pairs.flatMap(({ production, test }) => (test ? [production, test] : production))),
  ];
  const hooks = lifecycleHooks.flatMap(({ targetType, hookTargetArn, roleArn }) =>
    targetType !== 'PAUSE' && hookTargetArn && roleArn
      ? { roleArn, action: 'lambda:InvokeFunction', resources: [hookTargetArn] }
      : [],
  );
  const role = (kind: string, use: string, arn: string) => {
    const name = lastSegmentOf(arn);
    return [arn, { kind, use, arn, name, member: 'roleArn of the service', trusted: 'ecs' }] as const;
  };
  const roles = new Map([
    ...pairs.flatMap(({ roleArn }) =>
      roleArn ? [role('role for load balancers', 'move traffic', roleArn)] : [],
    ),
    ...hooks.map(({ roleArn }) => role('role of a lifecycle hook', 'call its function', roleArn)),
  ]);
  // ECS itself adds instances for a capacity provider; on Fargate there are none. (AWS docs)
  const clusters = pairs.length > 0 && service.launchType === 'EC2' ? [service.clusterArn ?? ''] : [];
  return {
    ...{ pairs, hooks, clusters, roles: [...roles.values()] },
    ...{ rules: arns.filter((arn) => !isListener(arn)), listeners: arns.filter(isListener) },
    /** How many of AWS that takes at most. */
    calls: arns.slice(0, 2).length + 2 * (pairs.length + clusters.length) + hooks.length + roles.size,
  };
}

function pairOf({ targetGroupArn: group, advancedConfiguration = {} }: LoadBalancer) {
  const { alternateTargetGroupArn: alternate, productionListenerRule: production } = advancedConfiguration;
  const { testListenerRule: test, roleArn } = advancedConfiguration;
  return group && alternate && production ? [{ groups: [group, alternate], production, test, roleArn }] : [];
}

/** What the actions of a rule forward to; one group alone may stand there without a weight. (AWS docs) */
function forwardOf(actions: readonly Action[] = []) {
  const groups = actions.flatMap(
    ({ ForwardConfig, TargetGroupArn }) => ForwardConfig?.TargetGroups ?? { TargetGroupArn },
  );
  return groups.flatMap(({ TargetGroupArn: group, Weight: weight = 1 }) => (group ? { group, weight } : []));
}

/** What the rules of a shift send where, and whether anything is there. */
export async function lookAtRules(
  { pairs, rules, listeners }: Shift,
  api: ReturnType<typeof loadBalancingApi>,
) {
  const [rulesLook, listenersLook] = await Promise.all([
    rules.length > 0 ? api.rules(rules) : undefined,
    listeners.length > 0 ? api.listeners(listeners) : undefined,
  ]);
  const [Rules = [], Listeners = []] = [seenValueOf(rulesLook), seenValueOf(listenersLook)];
  const forwardsOf = (arn: string | undefined) =>
    forwardOf(
      Rules.find(({ RuleArn }) => RuleArn === arn)?.Actions ??
        Listeners.find(({ ListenerArn }) => ListenerArn === arn)?.DefaultActions,
    );
  const shifts = pairs.map(async ({ groups, production, test }) => {
    const weighted = forwardsOf(production).flatMap(({ group, weight }) => (weight > 0 ? group : []));
    const strangers = groups.filter(
      (own) => ![production, test].flatMap(forwardsOf).some(({ group }) => group === own),
    );
    // The one that has production traffic first.
    const both = groups.toSorted((a, b) => weighted.indexOf(b) - weighted.indexOf(a));
    const isOurs = weighted.length === 1 && groups.some((group) => weighted.includes(group));
    const targets = isOurs ? await Promise.all(both.map(api.targets)) : [];
    return { groups: both, production, weighted, strangers, isOurs, targets };
  });
  return { rules: [rulesLook, listenersLook], shifts: await Promise.all(shifts) };
}

/** Those that are not about to leave. */
export const registeredIn = ({ TargetHealthDescriptions: all = [] }: DescribeTargetHealthOutput = {}) =>
  all.filter(({ TargetHealth }) => !/draining/.test(TargetHealth?.State ?? ''));
