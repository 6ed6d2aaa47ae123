import type { Environment } from './variables/gitlab-job';

/** When GitLab ends the job, as far as the job's variables tell. */
export interface JobEnd {
  /** Milliseconds of the clock when a run has to begin to end, so that one request and the report still fit. */
  readonly leaveAt: number;
  /** Which limit it is, as the reader can change it: `job_timeout (RUNNER_SCRIPT_TIMEOUT, 1h30m)`. */
  readonly limit: string;
}

const reserveMs = 60_000;
/** Of a limit that is a few minutes, so much. */
const reserveShare = 0.1;

/** The end that comes first; undefined where no limit is known. `now` is when the runner began. */
export function jobEndOf(env: Environment, now: number): JobEnd | undefined {
  const ends = [scriptEndOf(env, now), endOfWholeJob(env, now)].filter((end) => end !== undefined);
  return ends.toSorted((a, b) => a.leaveAt - b.leaveAt)[0];
}

/** The script is as old as the runner: it is one line. */
function scriptEndOf({ RUNNER_SCRIPT_TIMEOUT: text = '' }: Environment, now: number): JobEnd | undefined {
  const limitMs = goDurationMsOf(text);
  return limitMs === undefined
    ? undefined
    : endOf(now, limitMs, `job_timeout (RUNNER_SCRIPT_TIMEOUT, ${text})`);
}

/** By GitLab's clock, which may be another one: an end that has passed says nothing. */
function endOfWholeJob(
  { CI_JOB_TIMEOUT: seconds = '', CI_JOB_STARTED_AT: start = '' }: Environment,
  now: number,
): JobEnd | undefined {
  const limitMs = Number(seconds) * 1000;
  const startedAt = Math.min(Date.parse(start), now);
  if (!(limitMs > 0) || Number.isNaN(startedAt)) return undefined;
  const end = endOf(startedAt, limitMs, `the timeout of the job (CI_JOB_TIMEOUT, ${seconds} s)`);
  return end.leaveAt > now ? end : undefined;
}

function endOf(startedAt: number, limitMs: number, limit: string): JobEnd {
  return { leaveAt: startedAt + limitMs - Math.min(reserveMs, limitMs * reserveShare), limit };
}

const unitsMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** As Go's time.ParseDuration reads it, but for its units below a millisecond. */
function goDurationMsOf(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  return (
    parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (unitsMs[unit] ?? 0), 0) || undefined
  );
}
