import type { Clock } from '../../clock';
import { interrupted, orInterrupted } from '../../poll';
import type { Ending } from '../../rollout/state/ending';

/** The services of one release, as far as what becomes of one decides about the others. */
export type Company = ReturnType<typeof companyOf>;
export type Member = ReturnType<typeof memberOf>;

/** Without `isAllOrNone` none waits for another one, and none goes back for another one. `failed`: what one is said to be then. */
export function companyOf(
  runs: readonly { readonly name: string }[],
  isAllOrNone: boolean,
  failed = 'failed',
) {
  const shared = sharedOf(runs.length, isAllOrNone, failed);
  const { calledOff, callOff } = shared;
  const members = runs.map(({ name }, index) => memberOf(name, index, shared));
  /** Whether nobody has left it without serving the release. */
  const isWhole = () => shared.isWhole;
  return { calledOff, callOff, members, isWhole };
}

type Shared = ReturnType<typeof sharedOf>;

function sharedOf(size: number, isAllOrNone: boolean, failed: string) {
  const controller = new AbortController();
  const gates = { first: gateFor(size), second: gateFor(size), proven: gateFor(size), over: gateFor(size) };
  return {
    /** Aborted once one has failed; the reason says which. */
    calledOff: controller.signal,
    ...{ isAllOrNone, failed, isWhole: true, goesBack: false },
    /**
     * Those who have passed their checks or wait at a gate, and those who have done so once more; those who have settled, and
     * those about whom it is known how they end.
     */
    ...gates,
    /** Nothing without a rule that all go back together. */
    callOff(reason: string) {
      if (isAllOrNone) controller.abort(reason);
    },
  };
}

function memberOf(name: string, index: number, shared: Shared) {
  const { calledOff, isAllOrNone, first, second, proven, over } = shared;
  let resolveSettled = () => {};
  /** Resolves once it has proved itself or left. */
  const settled = new Promise<void>((resolve) => (resolveSettled = resolve));
  const settle = (isServed: boolean) => {
    resolveSettled();
    shared.isWhole &&= isServed;
    return proven.pass(index);
  };
  const comesTo = (gate: Gate) => (isAllOrNone ? gate.pass(index) : undefined);
  /** What following it came to: whether the others have to go back is known now. */
  const hasEnded = (ending: Ending) => {
    if (isFailure(ending)) shared.callOff(`${name} ${shared.failed}`);
  };
  return {
    ...{ calledOff, settled, hasEnded },
    /** This one serves and has passed its own checks; resolves once all others have that are still there. Undefined: they have. */
    proven() {
      void settle(true);
      return comesTo(first);
    },
    /** This one waits at a gate, and does not serve. */
    held() {
      void settle(false);
      return comesTo(first);
    },
    /** The same as `proven` after all have been looked at once more. */
    provenOnceMore: () => comesTo(second),
    /** As `hasEnded`, before anything is undone. One that waits on purpose when the job ends goes back along with the others. */
    async decided(ending: Ending, clock: Clock) {
      const others = over.pass(index);
      const end = await endBeside(ending, shared, clock, () => {
        const settledOthers = settle(false);
        // A job that is cancelled takes back also who has proved itself.
        return ending.kind === 'cancelled' ? others : settledOthers;
      });
      hasEnded(end);
      return end;
    },
    /** It decides about nobody any more; whether it serves the release. */
    leave(isServed: boolean) {
      void settle(isServed);
      for (const gate of [first, second, over]) void gate.pass(index);
    },
  };
}

/** What waits on purpose goes back where another one does; `others` resolves once that is known. */
async function endBeside(
  ending: Ending,
  shared: Shared,
  clock: Clock,
  others: () => Promise<void> | undefined,
): Promise<Ending> {
  if (!isHeldAtTheEnd(ending)) {
    shared.goesBack ||= ending.kind === 'cancelled' || isFailure(ending);
    return ending;
  }
  if (!shared.isAllOrNone) return ending;
  await isThere(others(), clock.timeout(othersEndMs));
  return shared.goesBack ? withoutHold(ending) : ending;
}

/** All are told to end at once; a job that is cancelled has seconds to live. */
const othersEndMs = 1_000;

/** What by itself would be left waiting. */
function isHeldAtTheEnd(ending: Ending): boolean {
  return ending.kind === 'cancelled'
    ? ending.phase === 'paused'
    : ending.kind === 'job-limit' && ending.heldBy !== undefined;
}

function withoutHold(ending: Ending): Ending {
  if (ending.kind === 'cancelled') return { ...ending, phase: 'in-progress' };
  return ending.kind === 'job-limit' ? { ...ending, phase: 'in-progress', heldBy: undefined } : ending;
}

type Gate = ReturnType<typeof gateFor>;

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

/** False where the signal came first. */
export async function isThere(what: Promise<void> | undefined, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted || !what) return !signal.aborted;
  return (await orInterrupted(what, signal)) !== interrupted;
}
