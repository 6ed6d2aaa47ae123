import { systemClock, timeIsUp, type Clock } from '../../runner/clock';

/** The simulator's time. Everything in the model happens by `schedule`. */
export interface SimulatorClock extends Clock {
  /** Runs `event` that many milliseconds from now; the answer cancels it. */
  schedule(milliseconds: number, event: () => void): () => void;
  /** Forgets everything that is scheduled. */
  close(): void;
}

interface ScheduledEvent {
  readonly at: number;
  readonly run: () => void;
}

/**
 * Time that only passes in `sleep`, and then at once: the events that fall due run in order. It starts at the real
 * time, because the SDK compares the end of short-lived credentials with that.
 */
export function virtualClock(): SimulatorClock {
  let now = Date.now();
  let events: ScheduledEvent[] = [];

  function runUntil(end: number, signal?: AbortSignal) {
    for (;;) {
      if (signal?.aborted) return;
      const next = events[0];
      if (!next || next.at > end) break;
      events.shift();
      now = Math.max(now, next.at);
      next.run();
    }
    now = Math.max(now, end);
  }

  function schedule(milliseconds: number, run: () => void) {
    const event = { at: now + milliseconds, run };
    const index = events.findIndex(({ at }) => at > event.at);
    events.splice(index === -1 ? events.length : index, 0, event);
    return () => {
      events = events.filter((other) => other !== event);
    };
  }

  return {
    now: () => now,
    async sleep(milliseconds, signal) {
      // A request that is on its way gets its answer before time goes on.
      await new Promise((resolve) => setImmediate(resolve));
      runUntil(now + milliseconds, signal);
    },
    timeout(milliseconds) {
      const controller = new AbortController();
      schedule(milliseconds, () => controller.abort(timeIsUp()));
      return controller.signal;
    },
    schedule,
    close() {
      events = [];
    },
  };
}

/** The wall clock, for containers that really run. */
export function realClock(): SimulatorClock {
  const timers = new Set<NodeJS.Timeout>();
  return {
    ...systemClock,
    schedule(milliseconds, run) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        run();
      }, milliseconds);
      timers.add(timer);
      return () => {
        clearTimeout(timer);
        timers.delete(timer);
      };
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
