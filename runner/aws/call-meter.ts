const minuteMs = 60_000;

/** Of the 30 calls a minute, the waiting itself needs some 17. Why a task failed is worth the rest; details are not. */
const mostCallsAMinute = 28;
const heldBack = { failures: 2, details: 6 };
/** A run for many services stays within a fifth of what a whole account may read. */
const mostForAll = 0.2 * 20 * 60;

export interface CallMeter {
  count(): void;
  total(): number;
  inLastMinute(): number;
  /** How long to wait until a look that takes so many calls fits into the minute before it. */
  msUntilRoomFor(calls: number): number;
  /** Whether the last minute leaves room for a look that takes so many calls. */
  hasRoomFor(look: keyof typeof heldBack, calls?: number): boolean;
}

/**
 * How many calls a run has made lately. ECS's read buckets refill with 20 calls a second for a whole account (AWS docs),
 * and a hundred jobs may wait at once: a run that waits stays under 30 a minute.
 */
export function callMeter({ now }: { now(): number }, ofAll?: CallMeter, most = mostCallsAMinute): CallMeter {
  let times: number[] = [];
  let total = 0;
  const inLastMinute = () => {
    const since = now() - minuteMs;
    times = times.filter((time) => time > since);
    return times.length;
  };
  return {
    count() {
      ofAll?.count();
      times.push(now());
      total += 1;
    },
    total: () => total,
    inLastMinute,
    msUntilRoomFor(calls) {
      const roomInMs = ofAll?.msUntilRoomFor(calls) ?? 0;
      // Looks at hundreds of tasks are paid for with a pause.
      if (calls > most) return Math.max(roomInMs, Math.ceil((calls * minuteMs) / most));
      const tooMany = inLastMinute() + calls - most;
      return Math.max(roomInMs, tooMany > 0 ? (times[tooMany - 1] ?? 0) + minuteMs - now() : 0);
    },
    hasRoomFor: (look, calls = 0) =>
      inLastMinute() + calls <= most - heldBack[look] && ofAll?.hasRoomFor(look, calls) !== false,
  };
}

/** What the services of one run share; each has its own besides. */
export const meterForAll = (clock: { now(): number }) => callMeter(clock, undefined, mostForAll);
