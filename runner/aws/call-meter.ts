const minuteMs = 60_000;

/**
 * How many calls a run has made lately. ECS's read buckets refill with 20 calls a second for a whole account (AWS docs),
 * and a hundred jobs may wait at once: a run that waits stays under 30 a minute.
 */
export interface CallMeter {
  count(): void;
  inLastMinute(): number;
}

export function callMeter({ now }: { now(): number }): CallMeter {
  let times: number[] = [];
  return {
    count() {
      times.push(now());
    },
    inLastMinute() {
      const since = now() - minuteMs;
      times = times.filter((time) => time > since);
      return times.length;
    },
  };
}
