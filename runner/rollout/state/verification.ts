import type { Deployment, Service, Task } from '@aws-sdk/client-ecs';
import { primaryOf, runningTasksOf } from '../../ecs/deployments';
import { familyRevisionOf } from '../../names/arn';

/** What must really serve before a run may say so. */
export interface ExpectedService {
  readonly taskDefinition: string;
  /** `ecs-svc/N` */
  readonly deploymentId: string;
  readonly image?: ExpectedImage;
  /** `IN_PROGRESS` of a deployment that bakes; completed unless given. */
  readonly rolloutState?: 'IN_PROGRESS';
}

export interface ExpectedImage {
  /** Names of the containers that run it. */
  readonly containers: readonly string[];
  /** The `sha256:...` that they may run: the image's, and those of its platforms if it is an index. */
  readonly digests: readonly string[];
}

/** What a reading shows of what is expected. */
export interface Verification {
  /** What is still missing, as claims that do not hold; empty when the service serves what is expected. */
  readonly unmet: readonly string[];
  /** What cannot be seen now, and may be later. It neither makes a success nor undoes one. */
  readonly unseen: readonly string[];
  /** What could not be looked at, and why. */
  readonly unchecked: readonly string[];
  /** Nothing is unmet but that tasks, of which none has failed, have not run for long yet. */
  readonly areYoung?: boolean;
}

export const allMet: Verification = { unmet: [], unseen: [], unchecked: [] };

/** What the service itself says against it. */
export function unmetByService(service: Service | undefined, expected: ExpectedService): string[] {
  if (service?.status !== 'ACTIVE') return [`the service is ${service?.status ?? 'gone'}`];
  const primary = primaryOf(service);
  return primary
    ? unmetByPrimary(primary, neededCountOf(service), expected)
    : ['the service has no PRIMARY deployment'];
}

function unmetByPrimary(primary: Deployment, needed: number, expected: ExpectedService): string[] {
  const { id = '', taskDefinition = '', rolloutState = '', runningCount = 0 } = primary;
  if (id !== expected.deploymentId) return [`PRIMARY is ${id}, not ${expected.deploymentId}`];
  const [runs, expects] = [taskDefinition, expected.taskDefinition].map(familyRevisionOf);
  return [
    ...(taskDefinition === expected.taskDefinition ? [] : [`PRIMARY runs ${runs}, not ${expects}`]),
    // The state is absent behind a Classic Load Balancer (AWS docs).
    ...(['IN_PROGRESS', 'FAILED'].includes(rolloutState) && rolloutState !== expected.rolloutState
      ? [`its rollout is ${rolloutState}`]
      : []),
    ...(runningCount >= needed ? [] : [`${runningCount} of ${needed} tasks are running`]),
  ];
}

/** How many tasks the service's own settings ask for before a deployment may count as done. */
export function neededCountOf({ desiredCount = 0, deploymentConfiguration }: Service): number {
  const early = deploymentConfiguration?.earlySuccessCriteria;
  if (!early?.enable) return desiredCount;
  const percent = Math.max(
    early.healthyPercent ?? 100,
    deploymentConfiguration?.minimumHealthyPercent ?? 100,
  );
  return Math.ceil((desiredCount * percent) / 100);
}

/** What the tasks that are meant to run say against it, where the service says nothing. */
export function verificationByTasks(
  service: Service,
  tasks: readonly Task[],
  { image }: ExpectedService,
): Verification {
  const { id = '' } = primaryOf(service) ?? {};
  const needed = neededCountOf(service);
  const running = runningTasksOf(tasks, id);
  const strangers = image ? image.containers.flatMap((name) => strangersIn(running, name, image)) : [];
  if (running.length >= needed) return { ...allMet, unmet: strangers };
  const text = `${running.length} of ${needed} tasks of ${id} are running`;
  // The service counts them: that they are not listed is no word against them, what stands in their place is.
  const isSeen = tasks.some(
    ({ startedBy, lastStatus = '' }) => startedBy !== id || idleStates.has(lastStatus),
  );
  return isSeen || strangers.length > 0
    ? { ...allMet, unmet: [text, ...strangers] }
    : { ...allMet, unseen: [`its tasks (of those listed, ${text})`] };
}

/** (AWS docs) */
const idleStates: ReadonlySet<string> = new Set(
  'PROVISIONING PENDING ACTIVATING DEACTIVATING STOPPING DEPROVISIONING STOPPED DELETED'.split(' '),
);

/** Not every agent reports a digest (inference); one that is reported must be of the image. */
function strangersIn(running: readonly Task[], name: string, { digests }: ExpectedImage): string[] {
  const strangers = running.filter(({ containers = [] }) =>
    containers.some(
      (one) => one.name === name && one.imageDigest !== undefined && !digests.includes(one.imageDigest),
    ),
  );
  if (strangers.length === 0) return [];
  return [`${name} of ${strangers.length} tasks runs another image than ${digests[0] ?? ''}`];
}
