import { type Followed, primaryOf } from '../ecs/deployments';
import type { Deployment, Service } from '@aws-sdk/client-ecs';
import type { Clock } from '../clock';
import type { JobLog } from '../log/job-log';
import { timelineOf } from '../log/timeline';
import type { Recorder } from '../recording/recording';
import { familyRevisionOf } from '../names/arn';
import { failureEventsSince } from '../diagnosis/failure-events';
import type { TaskProgress } from '../diagnosis/live-task-words';
import type { Reading } from './state/rollout-state';

/** What has been told already, so that nothing is told twice. */
export interface Told {
  /** ECS repeats itself under new ids while a service is stuck, so events are known by their text. */
  readonly events: ReadonlySet<string>;
  readonly counts: string;
}

export const nothingTold: Told = { events: new Set(), counts: '' };

interface Subject {
  /** `ecs-svc/N` of the followed deployment. */
  readonly deploymentId: string;
  /** Whether ECS is taking it back. */
  readonly isGoingBack: boolean;
  readonly since: Date;
}

/** The lines that this reading of the service adds to the job log: new events, then the counts if they changed. */
export function newsOf(subject: Subject, service: Service, told: Told): { lines: string[]; told: Told } {
  const start = subject.since;
  const since = (service.events ?? []).filter(({ createdAt }) => createdAt && createdAt >= start);
  // What means trouble is told with its cause (diagnose.ts).
  const trouble = new Set(failureEventsSince(start, service));
  const messages = since
    .toReversed()
    .map(({ message = '' }) => message)
    .filter((message) => !trouble.has(message))
    .map(shortened);
  const events = new Set(messages.filter((message) => !told.events.has(message)));
  const counts = countsOf(subject, service.deployments ?? []);
  const isChanged = counts !== '' && counts !== told.counts;
  return {
    lines: [...events, ...(isChanged ? [counts] : [])],
    told: { events: new Set([...told.events, ...events]), counts: isChanged ? counts : told.counts },
  };
}

const mostTasksNamed = 3;

/** A service of a hundred tasks names each of them in one line. */
function shortened(message: string): string {
  const tasks = message.match(/\(task [\w-]+\)/g) ?? [];
  if (tasks.length <= mostTasksNamed) return message;
  const [first = ''] = tasks;
  const rest = ` and ${tasks.length - 1} more`;
  return message.replace(/\(task [\w-]+\)(?:[ ,]*\(task [\w-]+\))+/, first + rest);
}

/** Of the deployment that is to come up: the followed one, or the one that ECS goes back to. */
export function countsOf(
  { deploymentId, isGoingBack }: Omit<Subject, 'since'>,
  deployments: Deployment[],
  progress?: TaskProgress,
): string {
  const followed = deployments.find(({ id }) => id === deploymentId);
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  const ours = isGoingBack ? primary : followed;
  if (!ours) return '';
  const name = ours === followed ? '' : `${familyRevisionOf(ours.taskDefinition ?? '')} `;
  const others = deployments.filter((each) => each !== ours);
  const old = others.reduce((sum, each) => sum + (each.runningCount ?? 0), 0);
  return `${name}${ownCountsOf(ours, progress)}${old > 0 ? `, other revisions ${old}` : ''}`;
}

function ownCountsOf(
  { runningCount = 0, desiredCount = 0, pendingCount = 0, failedTasks = 0 }: Deployment,
  { pending = '', health = '' }: Partial<TaskProgress> = {},
): string {
  return [
    `running ${runningCount}/${desiredCount}`,
    ...(health === '' ? [] : [health]),
    ...(pendingCount > 0 ? [`pending ${pendingCount}${pending}`] : []),
    ...(failedTasks > 0 ? [`failed ${failedTasks}`] : []),
  ].join(', ');
}

export type Progress = ReturnType<typeof progressOf>;

/** Tells the job log how one deployment goes, and its way back: each line with the time since it began, nothing twice. */
export function progressOf(
  since: Date,
  { clock, log, recorder }: { clock: Clock; log: JobLog; recorder?: Recorder | undefined },
) {
  let told = nothingTold;
  let isBlind = false;
  const timeline = timelineOf(clock, log, recorder);
  const { tell } = timeline;
  return {
    ...timeline,
    /** A reading of AWS: what is new in it. */
    seen(followed: Followed, { service, serviceDeployment }: Reading, isGoingBack = false) {
      if (!service) return;
      const { id: deployment = followed.deploymentId, taskDefinition = followed.taskDefinition } =
        (isGoingBack && primaryOf(service)) || {};
      const subject = { deployment, revision: familyRevisionOf(taskDefinition) };
      recorder?.saw({ subject, isGoingBack, service, record: serviceDeployment });
      const news = newsOf({ ...followed, isGoingBack, since }, service, told);
      told = news.told;
      news.lines.forEach(tell);
    },
    /** AWS did not answer: told once, until it answers again. */
    blind(reason: string) {
      if (!isBlind) tell(`${reason}; asking again`);
      isBlind = true;
    },
    sighted() {
      if (isBlind) tell('AWS answers again');
      isBlind = false;
    },
  };
}
