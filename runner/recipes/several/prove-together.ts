import { runPostDeployChecks, lookOnceMore, type PostDeployEffects } from '../../proof/post-deploy-checks';
import type { RollbackPolicy } from '../../recovery/rollback-policy';
import { orCalledOff } from '../../rollout/call-off';
import type { FollowContext, FollowEffects } from '../../rollout/follow-context';
import type { Ending } from '../../rollout/state/ending';
import type { ProofSettings } from '../../settings/health-check';
import { isThere, type Member } from './company';

type Serving = Extract<Ending, { kind: 'serving' }>;

/** Since a look that is no older, nothing is looked at again. */
const justNowMs = 10_000;

/**
 * What a release that serves has to show: its post-deploy checks, and, of several services, those of the others. One that has
 * nothing to go back to stays where another one fails.
 */
export const proverOf =
  (proof: ProofSettings, policy: RollbackPolicy, member: Member | undefined, effects: PostDeployEffects) =>
  (serving: Serving, context: FollowContext): Promise<Ending> => {
    if (!member) return runPostDeployChecks(serving, context, proof, effects);
    const stays = context.wasSettled && policy.kind !== 'back-to';
    const calledOff = stays ? new AbortController().signal : member.calledOff;
    return orCalledOff(calledOff, effects, async (within) => {
      const own = await runPostDeployChecks(serving, context, proof, within);
      if (own.kind !== 'serving') return own;
      const provenAt = within.clock.now();
      const phase = own.baking ? 'in-progress' : 'completed';
      const cancelled = { kind: 'cancelled', phase, service: own.service } as const;
      const signal = AbortSignal.any([within.interruption, member.calledOff]);
      const others = member.proven();
      if (others) context.progress.tell('it serves; waiting for the other services');
      if (!(await isThere(others, signal))) return within.interruption.aborted ? cancelled : own;
      const isOld = within.clock.now() - provenAt > justNowMs;
      const again = isOld ? await lookOnceMore(own, context, within) : own;
      if (again.kind !== 'serving') return again;
      const isProven = await isThere(member.provenOnceMore(), signal);
      return isProven || !within.interruption.aborted ? again : cancelled;
    });
  };

const waiting = 'it waits at a gate; waiting for the other services';
/** The release is not there yet: whoever ends the run has this one taken back like the others. */
const undecided = { kind: 'cancelled', phase: 'in-progress' } as const;

/** One that waits at a gate stays until the others have proved themselves: it goes back with them. */
export async function followTogether(
  { progress }: FollowContext,
  member: Member,
  { interruption }: FollowEffects,
  follow: () => Promise<Ending>,
): Promise<Ending> {
  const first = await follow();
  if (first.kind !== 'paused') return first;
  const others = member.held();
  if (others) progress.tell(waiting);
  if (others && !(await isThere(others, interruption))) return { ...undecided, service: first.service };
  // Somebody may have answered meanwhile: the others learn of it before they are done.
  const ending = others ? await follow() : first;
  if (ending.kind !== 'paused') return ending;
  // They are looked at once more, and may fail yet.
  const proven = member.provenOnceMore();
  if (proven && !others) progress.tell(waiting);
  const isDecided = proven ? await isThere(proven, interruption) : !member.calledOff.aborted;
  return isDecided ? ending : { ...undecided, service: ending.service };
}
