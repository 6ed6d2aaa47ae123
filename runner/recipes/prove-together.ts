import { runPostDeployChecks, lookOnceMore, type PostDeployEffects } from '../proof/post-deploy-checks';
import { orCalledOff } from '../rollout/call-off';
import type { FollowContext } from '../rollout/follow-context';
import type { Ending } from '../rollout/state/ending';
import type { ProofSettings } from '../settings/slices';
import type { Member } from './company';

type Serving = Extract<Ending, { kind: 'serving' }>;

/** Since a look that is no older, nothing is looked at again. */
const justNowMs = 10_000;

/**
 * The post-deploy checks of one service, and then those of the others: it has proved itself when all have. `stays` says
 * that there is nothing it could go back to.
 */
export async function proveTogether(
  serving: Serving,
  context: FollowContext,
  {
    proof,
    member,
    stays,
  }: { readonly proof: ProofSettings; readonly member: Member; readonly stays: boolean },
  effects: PostDeployEffects,
): Promise<Ending> {
  const never = new AbortController().signal;
  const calledOff = stays ? never : member.calledOff;
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
}

/** False where the signal came first. */
async function isThere(what: Promise<void> | undefined, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted || !what) return !signal.aborted;
  let stop = () => {};
  const aborted = new Promise<false>((resolve) => {
    stop = () => resolve(false);
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([what.then(() => true), aborted]).finally(() =>
    signal.removeEventListener('abort', stop),
  );
}
