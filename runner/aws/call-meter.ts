const minuteMs = 60_000;

/** Of the 30 calls a minute, the waiting itself needs some 17. Why a task failed is worth the rest; details are not. */
const callsAMinute = { failures: 26, details: 22 };
const mostCallsAMinute = 28;

export type CallMeter = ReturnType<typeof callMeter>;

/**
 * How many calls a run has made lately. ECS's read buckets refill with 20 calls a second for a whole account (AWS docs),
 * and a hundred jobs may wait at once: a run that waits stays under 30 a minute.
 */
export function callMeter({ now }: { now(): number }) {
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
    /** How long to wait until a look that takes so many calls fits into the minute before it. */
    msUntilRoomFor(calls: number) {
      // Looks at hundreds of tasks are paid for with a pause.
      if (calls > mostCallsAMinute) return Math.ceil((calls * minuteMs) / mostCallsAMinute);
      const tooMany = inLastMinute() + calls - mostCallsAMinute;
      return tooMany > 0 ? (times[tooMany - 1] ?? 0) + minuteMs - now() : 0;
    },
    /** Whether the last minute leaves room for a look that takes so many calls. */
    hasRoomFor: (look: keyof typeof callsAMinute, calls = 0) => inLastMinute() + calls <= callsAMinute[look],
  };
}
