const minuteMs = 60_000;

/**
 * How many calls a run has made lately. ECS's read buckets refill with 20 calls a second for a whole account (AWS docs),
 * and a hundred jobs may wait at once: a run that waits stays under 30 a minute.
 */
export interface CallMeter {
  count(): void;
  inLastMinute(): number;
  total(): number;
  /** Whether the last minute leaves room for a look that takes so many calls. */
  hasRoomFor(look: keyof typeof callsAMinute, calls?: number): boolean;
}

/** Of the 30 calls a minute, the waiting itself needs some 17. Why a task failed is worth the rest; details are not. */
const callsAMinute = { failures: 26, details: 22 };

/** How long to wait after a look that took so many calls, so that looks like it stay under 30 calls a minute. */
export function pauseAfterMs(calls: number): number {
  return Math.ceil((calls * minuteMs) / 24);
}

export function callMeter({ now }: { now(): number }): CallMeter {
  let times: number[] = [];
  let total = 0;
  const inLastMinute = () => {
    const since = now() - minuteMs;
    times = times.filter((time) => time > since);
    return times.length;
  };
  return {
    count() {
      times.push(now());
      total += 1;
    },
    total: () => total,
    inLastMinute,
    hasRoomFor: (look, calls = 0) => inLastMinute() + calls <= callsAMinute[look],
  };
}
