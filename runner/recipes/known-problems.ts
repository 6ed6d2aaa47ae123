import type { Service } from '@aws-sdk/client-ecs';
import type { EcrImage } from '../ecr/ecr-api';
import type { PlaceSettings } from '../settings/slices';
import type { Ecs } from '../ecs/ecs-api';
import type { Problem } from '../errors';
import { rightAccount } from '../preflight/checks/account';
import { deployable } from '../preflight/checks/service';
import { eachFinding, refusalOfFindings, seenValueOf, type Found } from '../preflight/evidence/finding';
import type { PreflightEffects } from '../preflight/preflight';
import type { PartsRead } from '../release/release';
import type { WantedImage } from '../release/wanted-image';

const limitMs = 5_000;

/**
 * What speaks against a release that cannot be read whole: another account than the allowed one first, since mostly
 * nothing of the release is there.
 */
export async function knownProblemsOf(
  { image, service }: PartsRead,
  place: PlaceSettings,
  imageFound: (image: EcrImage | undefined, wanted: WantedImage) => Found,
  { look, clock, interruption }: Omit<PreflightEffects, 'look'> & Partial<PreflightEffects>,
): Promise<readonly Problem[]> {
  const { accountId } = place;
  const signal = AbortSignal.any([interruption, clock.timeout(limitMs)]);
  const caller = accountId === undefined ? undefined : seenValueOf(await look?.(signal).caller());
  const found = 'value' in service ? service.value : undefined;
  return eachFinding([
    rightAccount(accountId, found, caller),
    'value' in image ? imageFound(image.value.image, image.value.wanted) : undefined,
    'value' in service ? deployable(found, place) : undefined,
  ]).filter(({ severity }) => severity === 'error');
}

/** The service, if it is one that this program can change and may; otherwise the way out. */
export async function deployableService(place: PlaceSettings, ecs: Ecs): Promise<Service> {
  const service = await ecs.describeService();
  const refusal = refusalOfFindings([deployable(service, place), rightAccount(place.accountId, service)]);
  if (refusal) throw refusal;
  return service ?? {};
}
