import type { Service } from '@aws-sdk/client-ecs';
import type { CallMeter } from '../aws/call-meter';
import { awsErrorKindOf } from '../aws/aws-error-kind';
import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import type { Timeline } from '../log/timeline';
import type { FailedTasks } from './failed-tasks';
import type { FailureNews } from './failure-groups';
import type { Finding } from './finding';
import {
  areLateLinesDue,
  firstSchedule,
  isLookDue,
  withCounts,
  withLook,
  withoutAnswer,
} from './look-schedule';
import type { TaskCounts } from './task-counts';

type Wanted = ReadonlySet<string | undefined>;

/** Looks at stopped tasks when it is time and the minute has calls left. Best effort: it never ends the run that asks. */
export interface FailedTaskLooks {
  lookIfDue(counts: TaskCounts, wanted: Wanted, service: Service): Promise<readonly FailureNews[]>;
  lookNow(wanted: Wanted, service: Service | undefined): Promise<readonly FailureNews[]>;
  fetchLateLinesIfDue(): Promise<readonly Finding[]>;
  fetchLateLines(): Promise<readonly Finding[]>;
  /** What may not be looked at, and what would permit it. */
  denied(): readonly string[];
}

export function failedTaskLooks(
  failed: FailedTasks,
  timeline: Timeline,
  { clock, meter }: { clock: Clock; meter: CallMeter },
): FailedTaskLooks {
  let schedule = firstSchedule(clock.now());
  let denied: string | undefined;

  async function lookNow(wanted: Wanted, service: Service | undefined) {
    schedule = { ...schedule, lookedAt: clock.now() };
    if (denied !== undefined) return [];
    try {
      const { news, isIncomplete } = await failed.look(wanted, service);
      schedule = withLook(schedule, news.length > 0 && !isIncomplete);
      return news;
    } catch (error) {
      if (!(error instanceof EcsCdError)) throw error;
      if (awsErrorKindOf(error) === 'denied') denied = tellDenied(error, timeline);
      else schedule = withoutAnswer(schedule);
      return [];
    }
  }

  async function fetchLateLines() {
    schedule = { ...schedule, lateLinesAt: clock.now() };
    return failed.fetchLateLines();
  }

  return {
    async lookIfDue(counts, wanted, service) {
      schedule = withCounts(schedule, counts);
      const isDue = isLookDue(schedule, clock.now()) && meter.hasRoomFor('failures');
      return isDue ? lookNow(wanted, service) : [];
    },
    lookNow,
    async fetchLateLinesIfDue() {
      const isDue = areLateLinesDue(schedule, clock.now()) && meter.hasRoomFor('details');
      return isDue ? fetchLateLines() : [];
    },
    fetchLateLines,
    denied: () => (denied === undefined ? [] : [denied]),
  };
}

function tellDenied({ message, fix }: EcsCdError, timeline: Timeline): string {
  timeline.tell(`cannot say why tasks stop: ${message}; ${fix ?? ''}`);
  return `why tasks stopped (${fix ?? message})`;
}
