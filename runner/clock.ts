import { setTimeout as delay } from 'node:timers/promises';

/** Time as the runner sees it. Tests hand in the simulator's virtual clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after that time, or at once when the signal is aborted. Never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Aborted after that time, with a TimeoutError; keeps no process alive. */
  timeout(milliseconds: number): AbortSignal;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    await delay(milliseconds, undefined, signal ? { signal } : {}).catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    });
  },
  timeout(milliseconds) {
    // Not AbortSignal.timeout: once garbage is collected, it never fires inside AbortSignal.any (Node 20, measured).
    const controller = new AbortController();
    setTimeout(() => controller.abort(timeIsUp()), milliseconds).unref();
    return controller.signal;
  },
};

export const timeIsUp = () => new DOMException('the time is up', 'TimeoutError');
