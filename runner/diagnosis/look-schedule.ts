import { isFailing, type TaskCounts } from './task-counts';

/** When stopped tasks are looked at: soon after a hint, else seldom. */
export interface LookSchedule {
  readonly counts?: TaskCounts;
  readonly looksLeft: number;
  readonly lookedAt: number;
  readonly lateLinesAt: number;
}

/** A look without a hint, for a failure that the service's own report hides. */
const betweenLooksMs = 60_000;
const afterNoAnswerMs = 30_000;
/** The list of tasks may be some seconds behind the counts of the service (AWS docs: it is eventually consistent). */
const looksAfterHint = 3;
const betweenLateLinesMs = 10_000;

export function firstSchedule(now: number): LookSchedule {
  return { looksLeft: 0, lookedAt: now, lateLinesAt: now };
}

export function withCounts(schedule: LookSchedule, counts: TaskCounts): LookSchedule {
  const looksLeft = isFailing(schedule.counts, counts) ? looksAfterHint : schedule.looksLeft;
  return { ...schedule, counts, looksLeft };
}

export function isLookDue({ looksLeft, lookedAt }: LookSchedule, now: number): boolean {
  return looksLeft > 0 || now - lookedAt >= betweenLooksMs;
}

export function areLateLinesDue({ lateLinesAt }: LookSchedule, now: number): boolean {
  return now - lateLinesAt >= betweenLateLinesMs;
}

/** After a look that was `complete`: it has shown why a task failed, and left none open. */
export function withLook(schedule: LookSchedule, isComplete: boolean): LookSchedule {
  return { ...schedule, looksLeft: isComplete ? 0 : schedule.looksLeft - 1 };
}

/** AWS did not answer. */
export function withoutAnswer(schedule: LookSchedule): LookSchedule {
  return { ...schedule, lookedAt: schedule.lookedAt - betweenLooksMs + afterNoAnswerMs, looksLeft: 0 };
}
