import type { Ending } from '../rollout/state/ending';

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
