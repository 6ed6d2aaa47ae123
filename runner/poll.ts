import type { Clock } from './clock';

/** What one look led to: the end, or a state to go on with after a pause. */
export type Tick<State, End> = { readonly end: End } | { readonly state: State; readonly waitMs: number };

interface Polling<State, Reading, End> {
  /** A cancelled job has seconds to live: an answer that is on its way at the interruption is not waited for. */
  read(state: State): Promise<Reading>;
  step(state: State, reading: Reading): Tick<State, End> | Promise<Tick<State, End>>;
}

/** Sleeps, reads and steps until a step is the end. Answers that, or the state in which it was interrupted. */
export async function poll<State, Reading, End>(
  { clock, interruption }: { readonly clock: Clock; readonly interruption: AbortSignal },
  first: { readonly state: State; readonly waitMs: number },
  { read, step }: Polling<State, Reading, End>,
): Promise<{ readonly end: End } | { readonly interrupted: State }> {
  for (let { state, waitMs } = first; ;) {
    if (waitMs > 0) await clock.sleep(waitMs, interruption);
    if (interruption.aborted) return { interrupted: state };
    const reading = await orInterrupted(read(state), interruption);
    // A read that was ended by the interruption is told by the interruption itself.
    if (reading === interrupted || isAborted(interruption)) return { interrupted: state };
    const next = await step(state, reading);
    if ('end' in next) return next;
    ({ state, waitMs } = next);
  }
}

export const interrupted = Symbol('interrupted');

export async function orInterrupted<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T | typeof interrupted> {
  let stop = () => {};
  const interruption = new Promise<typeof interrupted>((resolve) => {
    stop = () => resolve(interrupted);
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, interruption]).finally(() => signal.removeEventListener('abort', stop));
}

/** The compiler takes it for what it was before the last `await`. */
function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}
