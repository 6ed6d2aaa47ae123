import type { Listener, Rule } from '@aws-sdk/client-elastic-load-balancing-v2';

/** An Application Load Balancer has rules that ECS changes, a Network Load Balancer listeners. (AWS docs) */
export const isListener = (arn: string): boolean => arn.includes(':listener/');

/** The listener that a rule is of (AWS docs, ARN formats). */
export const listenerOf = (rule: string): string =>
  rule.replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, '');

/** The one host whose requests come by this rule: not where it asks for more than a host, for several, or for any. */
export function hostOf({ Conditions = [] }: Rule): string | undefined {
  const [only, ...others] = Conditions;
  if (only?.Field !== 'host-header' || others.length > 0) return undefined;
  const [host = '', ...more] = only.HostHeaderConfig?.Values ?? only.Values ?? [];
  return more.length === 0 && /^[\w.-]+$/.test(host) ? host : undefined;
}

export function addressOf(host: string, { Protocol, Port }: Listener): string | undefined {
  const scheme = Protocol?.toLowerCase() ?? '';
  const url = `${scheme}://${host}:${Port}`;
  return /^https?$/.test(scheme) && URL.canParse(url) ? new URL(url).origin : undefined;
}
