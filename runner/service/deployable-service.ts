import type { Service } from '@aws-sdk/client-ecs';
import type { RollbackSettings } from '../contract/settings';
import { rightAccount } from '../preflight/checks/account';
import { deployable } from '../preflight/checks/deployable';
import { refusalOfFindings } from '../preflight/finding';
import type { Ecs } from './ecs';

/** The service, if it is one that this program can change and may; otherwise the way out. */
export async function deployableService(settings: RollbackSettings, ecs: Ecs): Promise<Service> {
  const service = await ecs.describeService();
  const refusal = refusalOfFindings([
    ...deployable(service, settings),
    ...rightAccount(settings.accountId, service),
  ]);
  if (refusal) throw refusal;
  return service ?? {};
}
