import type { Clock } from '../../clock';
import { interrupted, orInterrupted } from '../../poll';
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
  /** What following it came to: whether the others have to go back is known now. */
  hasEnded(ending: Ending): void;
  /** The same before anything is undone. One that waits on purpose when the job ends goes back along with the others. */
  decided(ending: Ending, clock: Clock): Promise<Ending>;
  /** It decides about nobody any more; whether it serves the release. */
  leave(isServed: boolean): void;
  /** Resolves once it has proved itself or left. */
  readonly settled: Promise<void>;
}

/** Without `isAllOrNone` none waits for another one, and none goes back for another one. `failed`: what one is said to be then. */
export function companyOf(runs: readonly Named[], isAllOrNone: boolean, failed = 'failed'): Company {
  const controller = new AbortController();
  const gate = () => gateFor(runs.length);
  const shared: Shared = {
    ...{ calledOff: controller.signal, isAllOrNone, failed, isWhole: true, goesBack: false },
    ...{ first: gate(), second: gate(), proven: gate(), over: gate() },
    callOff(reason) {
      if (isAllOrNone) controller.abort(reason);
    },
  };
  return {
    calledOff: controller.signal,
    members: runs.map(({ name }, index) => memberOf(name, index, shared)),
    callOff: shared.callOff,
    isWhole: () => shared.isWhole,
  };
}

interface Named {
  readonly name: string;
}

interface Shared extends Pick<Company, 'calledOff' | 'callOff'> {
  readonly isAllOrNone: boolean;
  readonly failed: string;
  /** Those who have passed their checks or wait at a gate; those who have done so once more. */
  readonly first: Gate;
  readonly second: Gate;
  /** Those who have settled; those about whom it is known how they end. */
  readonly proven: Gate;
  readonly over: Gate;
  isWhole: boolean;
  goesBack: boolean;
}

function memberOf(name: string, index: number, shared: Shared): Member {
  const { calledOff, isAllOrNone, first, second, proven, over } = shared;
  let resolveSettled = () => {};
  const settled = new Promise<void>((resolve) => (resolveSettled = resolve));
  const settle = (isServed: boolean) => {
    resolveSettled();
    shared.isWhole &&= isServed;
    return proven.pass(index);
  };
  const comesTo = (gate: Gate) => (isAllOrNone ? gate.pass(index) : undefined);
  const hasEnded = (ending: Ending) => {
    if (isFailure(ending)) shared.callOff(`${name} ${shared.failed}`);
  };
  return {
    ...{ calledOff, settled, hasEnded },
    proven() {
      void settle(true);
      return comesTo(first);
    },
    held() {
      void settle(false);
      return comesTo(first);
    },
    provenOnceMore: () => comesTo(second),
    async decided(ending, clock) {
      const others = over.pass(index);
      const end = await endBeside(ending, shared, clock, () => {
        const settledOthers = settle(false);
        // A job that is cancelled takes back also who has proved itself.
        return ending.kind === 'cancelled' ? others : settledOthers;
      });
      hasEnded(end);
      return end;
    },
    leave(isServed) {
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
