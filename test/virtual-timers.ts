import type { Clock } from '../runner/clock';

// Not @sinonjs/fake-timers: its clock is not the simulator's, it fakes the requests' short timers, too, and its dice are real.

/** The waiter sleeps at least that long between two looks; the timeouts of its requests are shorter, and stay real. */
const shortestWaiterSleepMs = 15_000;

/** Runs code that cannot be given a clock: its long timers and its time go by this one, its dice by a seed. */
export async function withTimersOf<T>(clock: Clock, body: () => Promise<T>, seed = 1): Promise<T> {
  const real = { setTimeout: globalThis.setTimeout, now: Date.now, random: Math.random };
  const onClock = (callback: () => void, milliseconds = 0, ...rest: []) => {
    if (milliseconds < shortestWaiterSleepMs) return real.setTimeout(callback, milliseconds, ...rest);
    void clock.sleep(milliseconds).then(callback);
    return undefined;
  };
  globalThis.setTimeout = Object.assign(onClock, real.setTimeout) as typeof setTimeout;
  Date.now = () => clock.now();
  Math.random = diceOf(seed);
  try {
    return await body();
  } finally {
    globalThis.setTimeout = real.setTimeout;
    Date.now = real.now;
    Math.random = real.random;
  }
}

/** The same numbers each time, so that a measurement can be repeated. */
function diceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
