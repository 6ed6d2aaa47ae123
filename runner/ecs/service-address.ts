import type { ExpressGatewayServiceConfiguration } from '@aws-sdk/client-ecs';
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

/** Where Express Mode has put a service; the public one of several. */
export function expressAddressOf(configurations: readonly ExpressGatewayServiceConfiguration[] = []) {
  const paths = configurations.flatMap(({ ingressPaths = [] }) => ingressPaths);
  const addressesOf = (some: typeof paths) => [...new Set(some.flatMap(({ endpoint }) => endpoint ?? []))];
  const ofAll = addressesOf(paths);
  const [address, ...others] =
    ofAll.length > 1 ? addressesOf(paths.filter(({ accessType }) => accessType === 'PUBLIC')) : ofAll;
  if (address === undefined || others.length > 0) return undefined;
  const url = address.includes('://') ? address : `https://${address}`;
  return /^https?:/.test(url) && URL.canParse(url) ? new URL(url).origin : undefined;
}
