import type { Deployment, Service } from '@aws-sdk/client-ecs';
import { unlessRefused } from '../aws/aws-error';
import { awsErrorKindOf } from '../aws/aws-error-kind';
import type { DiagnoseEffects } from '../diagnosis/diagnose-effects';
import type { Ecr } from '../ecr/ecr-api';
import { undeployableProblemOf } from '../ecs/deployable';
import { isSettled, primaryOf } from '../ecs/deployments';
import { targetGroupsOf } from '../ecs/task-targets';
import { EcsCdError, orElse } from '../errors';
import { familyRevisionOf, lastSegmentOf } from '../names/arn';
import { type ImageReference, imageReferenceOf } from '../names/image-reference';
import { type RecentDeployment, recentDeployments } from '../release/deployment-of';
import { servingOf } from '../release/rollback-target';
import { gateIn, gateTextOf } from './state/gate';
import { stageTextOf } from './state/hold';
import { originIn } from '../task-definition/origin-tags';

/** As it is printed for programs too: null is what could not be seen, and what is left out there is none of. */
export type ServiceStatus = Awaited<ReturnType<typeof statusOf>>;

interface StatusEffects extends Pick<
  DiagnoseEffects,
  'ecs' | 'alarms' | 'targetHealth' | 'log' | 'interruption'
> {
  /** The repository that has such an image; undefined where it is none of ECR's. */
  readonly ecrHolding: (image: ImageReference) => Ecr | undefined;
}

interface Place {
  readonly cluster: string;
  readonly service: string;
  /** That names it; SERVICE_NAME unless given. */
  readonly variable?: string;
}

/** What runs in each of these services. Changes nothing; what may not be looked at is left out, and that is said once. */
export async function serviceStatusesOf(
  all: readonly { readonly place: Place; readonly effects: StatusEffects }[],
): Promise<ServiceStatus[]> {
  const services = await Promise.all(
    all.map(async (one) => {
      const described = one.effects.ecs.describeBalancedService();
      const isOwn = one.place.variable === undefined;
      // Of the service itself it is said what has to be set: CLUSTER_NAME.
      const service = await (isOwn ? described : unlessRefused('ClusterNotFoundException', described));
      return { ...one, service };
    }),
  );
  const problems = services.flatMap(({ service, place }) =>
    service?.status === 'ACTIVE' ? [] : (undeployableProblemOf(service, place) ?? []),
  );
  if (problems.length > 0) throw new EcsCdError('rejected', 'there is nothing to show', { problems });
  return Promise.all(services.map(({ service = {}, place, effects }) => statusOf(service, place, effects)));
}

async function statusOf(service: Service, place: Place, effects: StatusEffects) {
  const seen = lookingWith(effects);
  const primary = primaryOf(service);
  const current = primary?.taskDefinition ?? service.taskDefinition ?? '';
  const isDone = !primary || isSettled(primary, service);
  const runs = isDone ? current : servingOf(service, current);
  const running = runs ? await runningOf(runs, service, effects) : undefined;
  const recent = await seen('the last deployments', () => recentDeployments(current, effects));
  // The others' labels would be three requests for each.
  const deployments =
    recent?.map((one) =>
      one.revision === running?.revision ? { ...one, commit: running.commit ?? undefined } : one,
    ) ?? null;
  return {
    cluster: lastSegmentOf(place.cluster),
    service: lastSegmentOf(place.service),
    /** Undefined where no deployment is completed. */
    runs: running,
    tasks: countsOf(service),
    targets: await seen('the health of targets', () => targetsOf(service, effects)),
    alarms: await seen('the alarms', () => alarmsOf(service, effects)),
    inProgress: isDone ? undefined : await inProgressOf(primary, deployments, effects),
    deployments,
  };
}

const countsOf = ({
  desiredCount: desired = 0,
  runningCount: running = 0,
  pendingCount: pending = 0,
  failedTasks: failed = 0,
}: Service & Deployment) => ({ desired, running, pending, failed });

/** The log says the same once, of however many services. */
function lookingWith({ log, interruption }: StatusEffects) {
  return <T>(what: string, look: () => Promise<T>): Promise<T | null> =>
    orElse(look(), (error) => {
      if (interruption.aborted) throw error;
      const [permission] = /[\w-]+:[A-Z]\w+/.exec(error.fix ?? '') ?? [];
      const isDenied = awsErrorKindOf(error) === 'denied' && permission !== undefined;
      log.warning(`not shown: ${what} (${isDenied ? `${permission} is not allowed` : error.message})`);
      return null;
    });
}

async function runningOf(arn: string, { deployments = [] }: Service, effects: StatusEffects) {
  const seen = lookingWith(effects);
  const described = await seen('its revision', () => effects.ecs.describeTaskDefinition(arn));
  const origin = originIn(described?.tags ?? []);
  const looks = described?.taskDefinition.containerDefinitions?.map(
    async ({ name: container, image = '' }) => {
      const reference = imageReferenceOf(image);
      const { digest = null } = reference ?? {};
      const ecr = reference && effects.ecrHolding(reference);
      const [tags, commit] =
        ecr && digest !== null
          ? await Promise.all([
              seen('tags of images', async () => (await ecr.pushes([digest]))?.[0]?.tags ?? null),
              origin.commit ? undefined : seen('commits of images', () => labelledCommitOf(digest, ecr)),
            ])
          : [null];
      return { container, image, digest, tags, commit };
    },
  );
  const images = looks ? await Promise.all(looks) : null;
  return {
    revision: familyRevisionOf(arn),
    /** When its deployment began; going back to one that was there already begins none. */
    since: deployments.find(({ taskDefinition }) => taskDefinition === arn)?.createdAt,
    ...origin,
    commit: origin.commit ?? commitOfAll(images ?? []),
    images,
  };
}

async function labelledCommitOf(digest: string, ecr: Ecr) {
  const image = await ecr.image(digest);
  return image && ecr.commitOf(image);
}

/** Of one container among others it is not known whether the service is meant, or something beside it. */
function commitOfAll(images: readonly { readonly commit: string | null | undefined }[]) {
  const [commit, ...others] = new Set(images.map((image) => image.commit));
  return others.length === 0 ? commit : undefined;
}

/** How many are in which state, by target group. */
async function targetsOf(service: Service, { targetHealth }: StatusEffects) {
  const groups = targetGroupsOf(service).flat();
  const counted = groups.map(async (arn) => {
    const states: Record<string, number> = {};
    for (const { TargetHealth: health } of await targetHealth.describeTargetHealth(arn)) {
      const { State: state = 'unknown' } = health ?? {};
      states[state] = (states[state] ?? 0) + 1;
    }
    return [arn.split('/').at(-2) ?? arn, states] as const;
  });
  return Object.fromEntries(await Promise.all(counted));
}

async function alarmsOf({ deploymentConfiguration }: Service, { alarms, interruption }: StatusEffects) {
  const { alarmNames: names = [] } = deploymentConfiguration?.alarms ?? {};
  const found = names.length === 0 ? [] : await alarms.describeAlarms(names, interruption);
  return Object.fromEntries(found.map(({ AlarmName = '', StateValue = '' }) => [AlarmName, StateValue]));
}

async function inProgressOf(
  primary: Deployment,
  deployments: readonly RecentDeployment[] | null,
  effects: StatusEffects,
) {
  const { taskDefinition = '', rolloutState = 'IN_PROGRESS', createdAt: startedAt } = primary;
  const arn = deployments?.find(({ finishedAt }) => finishedAt === undefined)?.serviceDeployment ?? '';
  const look = async () => (arn === '' ? undefined : effects.ecs.describeServiceDeployment(arn));
  const record = (await lookingWith(effects)('the stage', look)) ?? undefined;
  const gate = gateIn(record);
  return {
    revision: familyRevisionOf(taskDefinition),
    status: record?.status ?? rolloutState,
    ...{ startedAt, tasks: countsOf(primary) },
    stage: gate ? `paused ${gateTextOf(gate)}` : stageTextOf(record),
  };
}
