import type { Service } from '@aws-sdk/client-ecs';
import type { CallMeter } from '../aws/call-meter';
import { awsErrorKindOf } from '../aws/aws-error-kind';
import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import type { Timeline } from '../log/timeline';
import type { FailedTasks, FailureNews } from './failed-tasks';
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
export function failedTaskLooks(
  failed: FailedTasks,
  timeline: Timeline,
  { clock, meter }: { clock: Clock; meter: CallMeter },
) {
  let counted: TaskCounts | undefined;
  let looksLeft = 0;
  let lookedAt = clock.now();
  let denied: string | undefined;

  async function lookNow(wanted: Wanted, service: Service | undefined): Promise<readonly FailureNews[]> {
    lookedAt = clock.now();
    if (denied !== undefined) return [];
    try {
      const { news, isIncomplete } = await failed.look(wanted, service);
      const isExplained = news.length > 0 && !isIncomplete;
      looksLeft = isExplained ? 0 : looksLeft - 1;
      return news;
    } catch (error) {
      if (!(error instanceof EcsCdError)) throw error;
      if (awsErrorKindOf(error) === 'denied') denied = tellDenied(error, timeline);
      lookedAt += afterNoAnswerMs - betweenLooksMs;
      looksLeft = 0;
      return [];
    }
  }

  return {
    lookNow,
    async lookIfDue(counts: TaskCounts, wanted: Wanted, service: Service) {
      if (isFailing(counted, counts)) looksLeft = looksAfterHint;
      counted = counts;
      const isDue = looksLeft > 0 || clock.now() - lookedAt >= betweenLooksMs;
      return isDue && meter.hasRoomFor('failures') ? lookNow(wanted, service) : [];
    },
    /** What may not be looked at, and what would permit it. */
    denied: () => (denied === undefined ? [] : [denied]),
  };
}

/** Log lines that had not arrived when their task was looked at. */
export function lateLineLooks(failed: FailedTasks, { clock, meter }: { clock: Clock; meter: CallMeter }) {
  let fetchedAt = clock.now();
  const fetchNow = () => {
    fetchedAt = clock.now();
    return failed.fetchLateLines();
  };
  return {
    fetchNow,
    async fetchIfDue() {
      const isDue = clock.now() - fetchedAt >= betweenLateLinesMs;
      return isDue && meter.hasRoomFor('details') ? fetchNow() : [];
    },
  };
}

function tellDenied({ message, fix }: EcsCdError, timeline: Timeline): string {
  timeline.tell(`cannot say why tasks stop: ${message}; ${fix ?? ''}`);
  return `why tasks stopped (${fix ?? message})`;
}
