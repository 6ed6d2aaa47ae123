const minuteMs = 60_000;

/**
 * How many calls a run has made lately. ECS's read buckets refill with 20 calls a second for a whole account (AWS docs),
 * and a hundred jobs may wait at once: a run that waits stays under 30 a minute.
 */
export interface CallMeter {
  count(): void;
  inLastMinute(): number;
  total(): number;
}

/** How long to wait after a look that took so many calls, so that looks like it stay under 30 calls a minute. */
export function pauseAfterMs(calls: number): number {
  return Math.ceil((calls * minuteMs) / 24);
}

export function callMeter({ now }: { now(): number }): CallMeter {
  let times: number[] = [];
  let total = 0;
  return {
    count() {
      times.push(now());
      total += 1;
    },
    total: () => total,
    inLastMinute() {
      const since = now() - minuteMs;
      times = times.filter((time) => time > since);
      return times.length;
    },
  };
}
