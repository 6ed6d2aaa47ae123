import type { Service } from '@aws-sdk/client-ecs';
import type { Timeline } from '../log/timeline';
import { bestEffort } from './best-effort';
import type { DiagnoseEffects } from './diagnose-effects';
import type { FailedTasks } from './failed-tasks';
import type { FailureNews } from './finding';
import { isFailing, type TaskCounts } from './task-counts';

/** A look without a hint, for a failure that the service's own report hides. */
const betweenLooksMs = 60_000;
const afterNoAnswerMs = 30_000;
/** The list of tasks may be some seconds behind the counts of the service (AWS docs: it is eventually consistent). */
const looksAfterHint = 3;
const betweenLateLinesMs = 10_000;

type Wanted = ReadonlySet<string | undefined>;

/**
 * Looks at stopped tasks soon after a hint, else seldom, when the minute has calls left. Best effort: it never ends the
 * run that asks.
 */
export function failedTaskLooks(failed: FailedTasks, timeline: Timeline, { clock, meter }: DiagnoseEffects) {
  let counted: TaskCounts | undefined;
  let looksLeft = 0;
  let lookedAt = clock.now();
  let linesAt = lookedAt;
  const ifPermitted = bestEffort('cannot say why tasks stop', timeline);

  async function lookNow(wanted: Wanted, service: Service | undefined): Promise<readonly FailureNews[]> {
    lookedAt = clock.now();
    const seen = await ifPermitted(() => failed.look(wanted, service));
    if (!seen) lookedAt += afterNoAnswerMs - betweenLooksMs;
    const isExplained = !seen || (seen.news.length > 0 && !seen.isIncomplete);
    looksLeft = isExplained ? 0 : looksLeft - 1;
    return seen?.news ?? [];
  }

  async function lateLinesNow() {
    linesAt = clock.now();
    return failed.fetchLateLines();
  }

  return {
    lookNow,
    /** Log lines that had not arrived when their task was looked at. */
    lateLinesNow,
    async lateLinesIfDue() {
      const isDue = clock.now() - linesAt >= betweenLateLinesMs;
      return isDue && meter.hasRoomFor('details') ? lateLinesNow() : [];
    },
    async lookIfDue(counts: TaskCounts, wanted: Wanted, service: Service) {
      if (isFailing(counted, counts)) looksLeft = looksAfterHint;
      counted = counts;
      const isDue = looksLeft > 0 || clock.now() - lookedAt >= betweenLooksMs;
      return isDue && meter.hasRoomFor('failures') ? lookNow(wanted, service) : [];
    },
    /** What may not be looked at, and what would permit it. */
    denied: () => {
      const { message, fix = message } = ifPermitted.refusal() ?? {};
      return fix === undefined ? [] : [`why tasks stopped (${fix})`];
    },
  };
}
