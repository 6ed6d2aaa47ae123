import type {
  Action,
  DescribeListenersInput,
  DescribeRulesInput,
  Listener,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { awsError, type Api } from '../api';
import type { Forward } from '../ecs/traffic/listener-rules';
import type { Model } from '../ecs/model';
import { errorTexts } from '../texts';

export interface ListenersWorld {
  /** Somebody changes what a rule, or a Network Load Balancer's listener, forwards to, or removes it. */
  setForward(arn: string, forward: Forward | 'deleted'): void;
  /** What of the `host-header` a rule asks for; none unless it is said. */
  setHosts(ruleArn: string, hosts: readonly string[]): void;
  /** HTTPS on 443 unless it is said. */
  setListener(listenerArn: string, options: Pick<Listener, 'Protocol' | 'Port'>): void;
}

/** The listener that a rule is of (AWS docs, ARN formats). */
const listenerOf = (rule: string) => rule.replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, '');

/** Elastic Load Balancing's listeners and rules: those that services name. */
export function createListeners({ forwards }: Model): {
  operations: Api['operations'];
  world: ListenersWorld;
} {
  const hosts = new Map<string, readonly string[]>();
  const listeners = new Map<string, Pick<Listener, 'Protocol' | 'Port'>>();
  const forwardOf = (arn: string) => {
    const forward = forwards.get(arn);
    return forward === 'deleted' ? undefined : forward;
  };
  const isListener = (arn: string) =>
    listeners.has(arn) ||
    forwardOf(arn) !== undefined ||
    [...forwards.keys()].some((rule) => forwardOf(rule) && listenerOf(rule) === arn);
  return {
    operations: {
      DescribeRules({ RuleArns = [] }: DescribeRulesInput) {
        return {
          Rules: RuleArns.map((RuleArn) => {
            const forward = forwardOf(RuleArn);
            if (!forward) throw awsError('RuleNotFoundException', errorTexts.ruleNotFound);
            const Values = [...(hosts.get(RuleArn) ?? [])];
            const condition = { Field: 'host-header', HostHeaderConfig: { Values }, Values };
            return {
              RuleArn,
              Priority: '1',
              Conditions: Values.length > 0 ? [condition] : [],
              Actions: [actionOf(forward)],
              IsDefault: false,
            };
          }),
        };
      },

      DescribeListeners({ ListenerArns = [] }: DescribeListenersInput) {
        if (!ListenerArns.every(isListener))
          throw awsError('ListenerNotFoundException', errorTexts.listenerNotFound);
        return {
          Listeners: ListenerArns.map((ListenerArn) => {
            const forward = forwardOf(ListenerArn);
            return {
              ListenerArn,
              ...{ Protocol: 'HTTPS' as const, Port: 443 },
              ...listeners.get(ListenerArn),
              DefaultActions: forward ? [actionOf(forward)] : [],
            };
          }),
        };
      },
    },
    world: {
      setForward: (arn, forward) => void forwards.set(arn, forward),
      setHosts: (arn, names) => void hosts.set(arn, names),
      setListener: (arn, options) => void listeners.set(arn, options),
    },
  };
}

/** (AWS docs) TargetGroupArn stands there where there is one group alone. */
function actionOf(forward: Forward): Action {
  const TargetGroups = Object.entries(forward).map(([TargetGroupArn, Weight]) => ({
    TargetGroupArn,
    Weight,
  }));
  const [only, ...others] = TargetGroups;
  return {
    Type: 'forward',
    Order: 1,
    ...(only && others.length === 0 ? { TargetGroupArn: only.TargetGroupArn } : {}),
    ForwardConfig: { TargetGroups, TargetGroupStickinessConfig: { Enabled: false } },
  };
}
