import type { Service } from '@aws-sdk/client-ecs';
import type { Ecs } from '../ecs/ecs-api';
import { EcsCdError, lineOf } from '../errors';
import type { JobLog } from '../log/job-log';
import { familyOf, familyRevisionOf } from '../names/arn';
import { servedBefore } from '../release/rollback-target';
import type { Schedule } from '../schedules/schedule';
import type { Schedules } from '../schedules/schedules-api';
import type { RevisionSettings } from '../settings/slices';
import { originIn } from '../task-definition/origin-tags';
import { renamedPrefixesOf } from '../task-definition/task-values';
import type { DescribedRevision } from '../task-definition/task-definition';
import type { Outcome } from '../verdict/outcome';

interface Effects {
  readonly ecs: Ecs;
  /** The same for another service of the cluster. */
  readonly ofService: (name: string) => Ecs;
  readonly schedules: Schedules;
  readonly log: JobLog;
  readonly interruption: AbortSignal;
}

/** Behind those that are kept, in one run: each costs two calls, and the next deployment goes on. */
const mostAtOnce = 20;

/**
 * Deregisters what is older than the newest `keep` revisions of the family and nobody needs, once a release has been
 * verified. It changes no verdict: what AWS refuses is told, and nothing more is deregistered.
 */
export async function deregisterOldRevisions(
  { verdict }: Outcome,
  { keep, ...settings }: RevisionSettings & { readonly keep: number | undefined },
  schedules: readonly Schedule[],
  effects: Effects,
): Promise<void> {
  if (keep === undefined || verdict !== 'succeeded') return;
  const { ecs, log, interruption } = effects;
  try {
    const old = await oldRevisions(settings.family, keep, ecs);
    if (old.length === 0) return;
    const needed = [
      ...schedules.flatMap(({ taskDefinitions }) => taskDefinitions),
      ...(await inUse(settings.family, effects)),
    ];
    for (const arn of old.filter((one) => !isNamedIn(needed, familyRevisionOf(one)))) {
      if (interruption.aborted) return;
      if (!isOurs(await ecs.describeTaskDefinition(arn), settings)) continue;
      await ecs.deregisterTaskDefinition(arn);
      log.line(
        `retention   ${familyRevisionOf(arn)} deregistered: not among the newest ${keep}, and in no use in this cluster`,
      );
    }
  } catch (error) {
    log.warning(`older revisions are not deregistered (ECS_CD_KEEP_REVISIONS): ${lineOf(error)}`);
  }
}

async function oldRevisions(family: string, keep: number, ecs: Ecs): Promise<string[]> {
  const arns: string[] = [];
  for await (const arn of ecs.activeRevisions(family)) if (arns.push(arn) === keep + mostAtOnce) break;
  return arns.slice(keep);
}

/** What services, tasks and schedules of the cluster run, and what a rollback of each of these services would go to. */
async function inUse(family: string, { ecs, ofService, schedules, log }: Effects): Promise<string[]> {
  const runs = ({ taskDefinition, deployments = [], taskSets = [] }: Service) =>
    [{ taskDefinition }, ...deployments, ...taskSets].flatMap((one) => one.taskDefinition ?? []);
  const services = (await ecs.servicesOfCluster()).filter((service) =>
    runs(service).some((arn) => familyOf(arn) === family),
  );
  const needed = services.flatMap(runs);
  for (const service of services) {
    const own = { ecs: ofService(service.serviceArn ?? ''), log, mustBeSeen: true } as const;
    for await (const target of servedBefore(service, service.taskDefinition ?? '', own)) {
      needed.push(target.taskDefinition);
      if (target.isUpdatable) break;
    }
  }
  const listed = await ecs.listTasksOfFamily(family);
  const tasks = await ecs.describeTasks(listed);
  // The release itself runs in one of them, so an answer without it leaves out others too.
  const isWhole = services.length > 0 && tasks.length === listed.length;
  if (!isWhole || (listed.length === 0 && services.some(({ runningCount = 0 }) => runningCount > 0)))
    throw new EcsCdError('needs-attention', `ECS does not show everything that runs ${family}`);
  const scheduled = await schedules.inCluster(services[0]?.clusterArn ?? '');
  return [...needed, ...scheduled, ...tasks.flatMap(({ taskDefinitionArn }) => taskDefinitionArn ?? [])];
}

/** Whether one of these texts (an ARN, or an input that has one in it) names this revision, `web:3`. */
const isNamedIn = (texts: readonly string[], revision: string) =>
  texts.some((text) => text.split(/[^\w:-]/).includes(revision));

/** Terraform makes anew what it registered and finds deregistered, and another STAGE may be in another cluster. */
function isOurs({ tags, taskDefinition }: DescribedRevision, { stage }: RevisionSettings): boolean {
  const isRegisteredHere = Object.values(originIn(tags)).some(Boolean);
  const isOfStage = taskDefinition.containerDefinitions?.some(
    ({ logConfiguration }) => logConfiguration?.options?.['awslogs-stream-prefix'] === stage,
  );
  return isRegisteredHere && isOfStage === true && renamedPrefixesOf(taskDefinition, stage) === undefined;
}
