import type { JobLog } from '../log/job-log';
import { familyRevisionOf } from '../names/arn';
import type { RollbackTarget } from '../release/rollback-target';
import type { RecoverySettings } from '../settings/slices';

/** What a run may do about a deployment that fails. */
export type RollbackPolicy =
  | { readonly kind: 'back-to'; readonly target: RollbackTarget }
  /** ECS_CD_ROLLBACK is off. */
  | { readonly kind: 'off' }
  /** Nothing is known that has served here before. */
  | { readonly kind: 'no-target' }
  /** It is a rollback itself, from what the service ran (ARN). */
  | { readonly kind: 'by-hand'; readonly from: string }
  /** The revision was there before this run, which only looked whether it serves. */
  | { readonly kind: 'serving' }
  /** An earlier run is undoing the deployment already. */
  | { readonly kind: 'going-back' };

export function rollbackPolicyOf(
  { rollback }: RecoverySettings,
  target: RollbackTarget | undefined,
): RollbackPolicy {
  if (rollback === 'off') return { kind: 'off' };
  return target ? { kind: 'back-to', target } : { kind: 'no-target' };
}

/** Says it before anything can fail. */
export function announce(policy: RollbackPolicy, log: JobLog): void {
  if (policy.kind === 'off')
    log.line('rollback    off (ECS_CD_ROLLBACK): a failed deployment is left as it is');
  else if (policy.kind === 'back-to')
    log.line(`rollback    to ${familyRevisionOf(policy.target.taskDefinition)} if this deployment fails`);
}

/** Why a failed deployment is left as it is, and what goes on. */
export const leftInPlaceBecause: Readonly<Record<RollbackPolicy['kind'], string>> = {
  off: 'not rolled back (ECS_CD_ROLLBACK is off)',
  'no-target': 'not rolled back: no revision is known to have served here before',
  'by-hand': 'not rolled back: this was the rollback',
  serving: 'this run changed nothing',
  'going-back': 'left as it is: an earlier run was putting the service back',
  'back-to': 'not rolled back',
};
