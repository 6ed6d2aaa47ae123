import type { Service } from '@aws-sdk/client-ecs';
import type { Clients } from '../../aws/clients/clients';
import type { Ecs } from '../../ecs/ecs-api';
import { managedAddressOf, managedRevisionOf } from '../../ecs/managed-balancers';
import { addressOf, hostOf, listenerOf } from '../../ecs/service-address';
import { loadBalancingApi } from './surroundings-api';
import { seenValueOf } from './finding';
import { lookingUntil } from './lookup';

/** Where users find the service, as it was last seen; undefined where AWS does not show one address alone. */
export async function addressSeen(
  ecs: Ecs,
  clients: Clients,
  signal: AbortSignal,
): Promise<string | undefined> {
  const service = ecs.lastSeen();
  const revision = managedRevisionOf(service);
  if (revision === undefined) return ruleAddress(service?.loadBalancers, clients, signal);
  return managedAddressOf((await ecs.describeServiceRevisions([revision], signal))[0]);
}

async function ruleAddress(balancers: Service['loadBalancers'] = [], clients: Clients, signal: AbortSignal) {
  const [rule = '', ...others] = new Set(
    balancers.flatMap((one) => one.advancedConfiguration?.productionListenerRule ?? []),
  );
  if (others.length > 0 || !rule.includes(':listener-rule/')) return undefined;
  const api = loadBalancingApi(clients, lookingUntil(signal));
  const host = seenValueOf(await api.rules([rule]))?.map(hostOf)[0];
  if (host === undefined) return undefined;
  return seenValueOf(await api.listeners([listenerOf(rule)]))?.map((one) => addressOf(host, one))[0];
}
