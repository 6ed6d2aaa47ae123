import type { PlaceSettings } from '../settings/slices';
import { EcsCdError } from '../errors';
import { rightAccount } from '../preflight/checks/account';
import { valueOf } from '../preflight/evidence/lookup';
import type { PreflightEffects } from '../preflight/preflight';

const limitMs = 5_000;

/** The refusal of an account that ECS_CD_ACCOUNT_ID does not allow, by the credentials alone; undefined where it does. */
export async function wrongAccount(
  { accountId }: PlaceSettings,
  { look, clock, interruption }: PreflightEffects,
): Promise<EcsCdError | undefined> {
  if (accountId === undefined) return undefined;
  const signal = AbortSignal.any([interruption, clock.timeout(limitMs)]);
  const finding = rightAccount(accountId, undefined, valueOf(await look.caller(signal)));
  return finding && new EcsCdError('rejected', finding.message, { fix: finding.fix });
}
