import { runPostDeployChecks, lookOnceMore, type PostDeployEffects } from '../../proof/post-deploy-checks';
import { orCalledOff } from '../../rollout/call-off';
import type { FollowContext, FollowEffects } from '../../rollout/follow-context';
import type { ProofSettings } from '../../settings/health-check';
import type { Ending } from '../../rollout/state/ending';

/** The services of one release, as far as what becomes of one decides about the others. */
export interface Company {
  /** Aborted once one has failed; the reason says which. */
  readonly calledOff: AbortSignal;
  readonly members: readonly Member[];
  /** Whether nobody has left it without serving the release. */
  isWhole(): boolean;
  /** Nothing without a rule that all go back together. */
  callOff(reason: string): void;
}

export interface Member {
  readonly calledOff: AbortSignal;
  /** This one serves and has passed its own checks; resolves once all others have that are still there. Undefined: they have. */
  proven(): Promise<void> | undefined;
  /** The same after all have been looked at once more. */
  provenOnceMore(): Promise<void> | undefined;
  /** This one waits at a gate, and does not serve. */
  held(): Promise<void> | undefined;
  /** What following it came to, before anything is undone: whether the others have to go back is known now. */
  hasEnded(ending: Ending): void;
  /** It decides about nobody any more; whether it serves the release. */
  leave(isServed: boolean): void;
  /** Resolves once it has proved itself or left. */
  readonly settled: Promise<void>;
}

/** Without `isAllOrNone` none waits for another one, and none goes back for another one. */
export function companyOf(names: readonly string[], isAllOrNone: boolean): Company {
  const controller = new AbortController();
  const callOff = (reason: string) => {
    if (isAllOrNone) controller.abort(reason);
  };
  let isWhole = true;
  const [first, second] = [gateFor(names.length), gateFor(names.length)];
  const members = names.map((name, index): Member => {
    let settle = () => {};
    const settled = new Promise<void>((resolve) => (settle = resolve));
    return {
      calledOff: controller.signal,
      settled,
      proven() {
        settle();
        return isAllOrNone ? first.pass(index) : undefined;
      },
      held() {
        isWhole = false;
        settle();
        return isAllOrNone ? first.pass(index) : undefined;
      },
      provenOnceMore: () => (isAllOrNone ? second.pass(index) : undefined),
      hasEnded(ending) {
        if (isFailure(ending)) callOff(`${name} failed`);
      },
      leave(isServed) {
        settle();
        isWhole &&= isServed;
        for (const gate of [first, second]) void gate.pass(index);
      },
    };
  });
  return { calledOff: controller.signal, members, callOff, isWhole: () => isWhole };
}

/** Opens when all have come. */
function gateFor(size: number) {
  const come = new Set<number>();
  let open = () => {};
  const isOpen = new Promise<void>((resolve) => (open = resolve));
  return {
    pass(index: number): Promise<void> | undefined {
      if (come.add(index).size < size) return isOpen;
      open();
      return undefined;
    },
  };
}

/**
 * Of what is not undone itself, or waits on purpose, nobody can say that it failed: somebody else's newer deployment, a
 * deployment that is out of sight or lacks tasks. After a silence at the deadline there is another look.
 */
function isFailure(ending: Ending): boolean {
  switch (ending.kind) {
    case 'failed':
    case 'cannot-succeed':
    case 'rolled-back':
    case 'rollback-failed':
      return true;
    case 'deadline':
      return ending.phase !== 'unknown';
    case 'job-limit':
      return ending.heldBy === undefined;
    default:
      return false;
  }
}

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
