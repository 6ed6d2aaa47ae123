import type { Deployment, Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import type { CallMeter } from '../aws/call-meter';
import type { Clock } from '../clock';
import type { JobLog } from '../log/job-log';
import { type Followed, isNewer, primaryOf } from '../ecs/deployments';
import type { Ecs } from '../ecs/ecs-api';
import { failedTasks } from './failed-tasks';
import { namesIn } from '../causes/cause';
import { causeOf } from '../causes/failure-causes';
import { certainFailureOf, keyOf, ranked, serviceFinding, type Finding } from './finding';
import { containerLogTailReader } from './container-log-tail';
import type { Timeline } from '../log/timeline';
import { failedTaskLooks, lateLineLooks } from './failed-task-looks';
import { taskCountsOf } from './task-counts';
import { tellFailures, tellFindings } from './tell-findings';
import { triggeredAlarms } from './triggered-alarms';
import { unhealthyTargets } from './unhealthy-targets';
import type { TargetHealth } from '../ecs/target-health-api';
import type { Alarms } from '../cloudwatch/alarms-api';
import type { TaskLogs } from '../cloudwatch/task-logs-api';
import { taskDefinitionReader } from './best-effort';
import { failureEventsSince, secondsSaid } from './failure-events';

export interface DiagnoseEffects {
  readonly ecs: Ecs;
  readonly taskLogs: TaskLogs;
  readonly targetHealth: TargetHealth;
  readonly alarms: Alarms;
  readonly interruption: AbortSignal;
  readonly meter: CallMeter;
  readonly clock: Clock;
  readonly log: JobLog;
}

export type Diagnosis = ReturnType<typeof diagnosisOf>;

interface Subject {
  readonly followed: Followed;
  /** What ECS said before that is about something else. */
  readonly since: Date;
  readonly logLines: number;
}

/** Why one deployment does not come up. Best effort: it never ends the run that asks. */
export function diagnosisOf(subject: Subject, timeline: Timeline, effects: DiagnoseEffects) {
  const { followed, since } = subject;
  const failed = failedTasksOf(subject, timeline, effects);
  const looks = failedTaskLooks(failed, timeline, effects);
  const lateLines = lateLineLooks(failed, effects);
  const lookAtTargets = unhealthyTargets(followed, effects, timeline);
  const lookAtAlarms = triggeredAlarms(effects, timeline);
  const included = new Set<string | undefined>([followed.deploymentId]);
  const others = new Map<string, Finding>();
  const all = () => [...failed.findings(), ...others.values()];

  function add(finding: Finding) {
    if (!others.has(keyOf(finding))) tellFindings([finding], timeline);
    others.set(keyOf(finding), finding);
  }
  return {
    /** Looks at what has failed, if this reading of the service hints at anything; tells what is new. */
    async look(service: Service | undefined): Promise<void> {
      if (!service) return;
      failureEventsSince(since, service).forEach((message) => add(findingOf(message, since, service)));
      const counts = taskCountsOf(since, service);
      const news = await looks.lookIfDue(counts, wantedIn(service, followed, included), service);
      tellFailures(news, timeline);
      tellFindings(await lateLines.fetchIfDue(), timeline);
      if (effects.meter.hasRoomFor('details')) (await lookAtTargets(service)).forEach(add);
    },
    /** Looks, whatever the service says. */
    async lookNow(service: Service | undefined): Promise<void> {
      tellFailures(await looks.lookNow(wantedIn(service, followed, included), service), timeline);
    },
    /** What the alarms watch that took the deployment back. */
    lookAtAlarms: async (record: ServiceDeployment | undefined) => (await lookAtAlarms(record)).forEach(add),
    /** Fetches the log lines that had not arrived yet. */
    fetchLateLines: async () => tellFindings(await lateLines.fetchNow(), timeline),
    /** From now on the tasks of this deployment, too: the way back. */
    include: (deploymentId: string) => void included.add(deploymentId),
    findings: () => ranked(all()),
    /** What it may not look at, and what would permit it. */
    denied: looks.denied,
    /** Why the deployment cannot succeed any more. */
    certainFailure: (service: Service | undefined) =>
      certainFailureOf(all(), deploymentIn(service, followed)),
  };
}

function failedTasksOf({ followed, logLines }: Subject, timeline: Timeline, effects: DiagnoseEffects) {
  return failedTasks(followed.deploymentId, {
    ecs: effects.ecs,
    readTaskDefinition: taskDefinitionReader(effects.ecs, timeline),
    readLogTail: containerLogTailReader(effects, timeline, logLines),
  });
}

function deploymentIn(service: Service | undefined, { deploymentId }: Followed): Deployment | undefined {
  return service?.deployments?.find(({ id }) => id === deploymentId);
}

/** Which deployments' tasks count: ours, and the one that ECS has gone back to. */
function wantedIn(
  service: Service | undefined,
  followed: Followed,
  included: ReadonlySet<string | undefined>,
): ReadonlySet<string | undefined> {
  const primary = primaryOf(service);
  return primary && !isNewer(primary, followed) ? new Set([...included, primary.id]) : included;
}

function findingOf(message: string, since: Date, service: Service): Finding {
  const cause = causeOf({ kind: 'event', message }, namesIn(service));
  return { ...serviceFinding(cause, message), secondsSaid: secondsSaid(since, message, service) };
}
