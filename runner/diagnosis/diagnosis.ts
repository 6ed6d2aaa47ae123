import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import { type Followed, isNewer, primaryOf } from '../ecs/deployments';
import type { DiagnoseEffects } from './diagnose-effects';
import { failedTaskLooks, failedTasks } from './failed-tasks';
import { namesIn } from '../causes/cause';
import { lastSegmentOf } from '../names/arn';
import { causeOf } from '../causes/failure-causes';
import {
  certainFailureOf,
  keyOf,
  ranked,
  serviceFinding,
  tellFailures,
  tellFindings,
  type Finding,
} from './finding';
import { containerLogTailReader } from './container-log-tail';
import type { Timeline } from '../log/timeline';
import { taskCountsOf } from './task-counts';
import { triggeredAlarms } from './triggered-alarms';
import { liveTasksReader } from './live-tasks';
import { liveTaskLooks } from './live-task-looks';
import { taskDefinitionReader } from './best-effort';
import { failureEventsSince, secondsSaid } from './failure-events';

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
  const readTaskDefinition = taskDefinitionReader(effects.ecs, timeline);
  const readLogTail = containerLogTailReader(effects, timeline, subject.logLines);
  const failed = failedTasks(followed.deploymentId, { ecs: effects.ecs, readTaskDefinition, readLogTail });
  const looks = failedTaskLooks(failed, timeline, effects);
  const live = liveTaskLooks(followed, liveTasksReader(effects, readTaskDefinition, timeline), readLogTail);
  const lookAtAlarms = triggeredAlarms(effects, timeline);
  const included = new Set<string | undefined>([followed.deploymentId]);
  const wanted = (service: Service | undefined) => wantedIn(service, followed, included);
  const { others, add } = otherFindings(timeline);
  const all = () => [...failed.findings(), ...others.values()];
  return {
    /** Looks at what has failed, if this reading of the service hints at anything; tells what is new. */
    async look(service: Service | undefined): Promise<void> {
      if (!service) return;
      const events = eventFindings(since, service);
      events.filter((one) => !isOfCheckedTask(one)).forEach(add);
      const news = await looks.lookIfDue(taskCountsOf(since, service), wanted(service), service);
      tellFailures(news, timeline);
      checkedTasksIn(events, failed.findings()).forEach(add);
      tellFindings(await looks.lateLinesIfDue(), timeline);
      (await live.targetFindingsIfDue(service)).forEach(add);
    },
    taskProgress: live.progress,
    /** At a deadline: those that have not failed, and are not up all the same. */
    async lookAtLateTasks(service: Service | undefined): Promise<void> {
      const finding = service && (await live.lateFinding(service, included, failed.findings()));
      if (finding) add(finding);
    },
    /** Looks, whatever the service says. */
    lookNow: async (service: Service | undefined) =>
      tellFailures(await looks.lookNow(wanted(service), service), timeline),
    /** What ECS says of the deployment that it gives up, and what the alarms watch that took it back. */
    lookAtRecord: async (record: ServiceDeployment | undefined) =>
      [...givenUp(record), ...(await lookAtAlarms(record))].forEach(add),
    /** The log lines that had not arrived yet. */
    fetchLateLines: async () => tellFindings(await looks.lateLinesNow(), timeline),
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

/** Those that are not about tasks that stopped; told as they come. */
function otherFindings(timeline: Timeline) {
  const others = new Map<string, Finding>();
  const add = (finding: Finding) => {
    const known = others.get(keyOf(finding));
    if (!known || (finding.log && !known.log)) tellFindings([finding], timeline);
    others.set(keyOf(finding), known?.log ? { ...finding, log: known.log } : finding);
  };
  return { others, add };
}

const deploymentIn = (service: Service | undefined, { deploymentId }: Followed) =>
  service?.deployments?.find(({ id }) => id === deploymentId);

/** Which deployments' tasks count: ours, and the one that ECS has gone back to. */
function wantedIn(
  service: Service | undefined,
  followed: Followed,
  included: ReadonlySet<string | undefined>,
): ReadonlySet<string | undefined> {
  const primary = primaryOf(service);
  return primary && !isNewer(primary, followed) ? new Set([...included, primary.id]) : included;
}

const eventFindings = (since: Date, service: Service): Finding[] =>
  failureEventsSince(since, service).map((message) => {
    const cause = causeOf({ kind: 'event', message }, namesIn(service));
    return { ...serviceFinding(cause, message), secondsSaid: secondsSaid(since, message, service) };
  });

const isOfCheckedTask = ({ cause }: Finding) => cause?.id === 'container-unhealthy';

/** What ECS says of tasks whose container failed its own health check, but for those seen: a task names its container. */
function checkedTasksIn(events: readonly Finding[], seen: readonly Finding[]): Finding[] {
  const ids = seen.flatMap(({ taskIds }) => taskIds);
  return events.filter((one) => isOfCheckedTask(one) && !ids.some((id) => one.said.includes(id)));
}

function givenUp({ statusReason: message = '', serviceArn = '' }: ServiceDeployment = {}): Finding[] {
  const cause = causeOf({ kind: 'deployment', message }, { SERVICE_NAME: lastSegmentOf(serviceArn) });
  return cause ? [serviceFinding(cause, message)] : [];
}
