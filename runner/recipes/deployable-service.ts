import type { Service } from '@aws-sdk/client-ecs';
import type { PlaceSettings } from '../settings/slices';
import { rightAccount } from '../preflight/checks/account';
import { deployable } from '../preflight/checks/service';
import { refusalOfFindings } from '../preflight/evidence/finding';
import type { Ecs } from '../ecs/ecs-api';

/** The service, if it is one that this program can change and may; otherwise the way out. */
export async function deployableService(place: PlaceSettings, ecs: Ecs): Promise<Service> {
  const service = await ecs.describeService();
  const refusal = refusalOfFindings([deployable(service, place), rightAccount(place.accountId, service)]);
  if (refusal) throw refusal;
  return service ?? {};
}
