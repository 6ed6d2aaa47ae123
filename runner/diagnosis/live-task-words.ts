import type { Container, Service, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { areTold, isFit, targetsOf } from '../ecs/task-targets';
import type { LiveTasks } from './live-tasks';

/** How far tasks are that are to come up, for a line of the log. */
export interface TaskProgress {
  /** ` (pulling the image)`; empty where none is pending. */
  readonly pending: string;
  /** `healthy 0/2 (target health: initial)`; empty where nothing checks their health, or none runs. */
  readonly health: string;
}

export function taskProgressOf(live: LiveTasks, desired: number): TaskProgress {
  const running = live.tasks.filter(isRunning);
  const reasons = live.tasks.filter((task) => !isRunning(task)).map(pendingReasonOf);
  const unhealthy = running.map((task) => unhealthyTextOf(task, live));
  const isChecked = (live.targets ?? []).length > 0 || checkedIn(live.definition).length > 0;
  const health = `healthy ${unhealthy.filter((text) => text === '').length}/${desired}`;
  return {
    pending: inBrackets(countedTexts(reasons)),
    health: isChecked && running.length > 0 ? `${health}${inBrackets(countedTexts(unhealthy))}` : '',
  };
}

export const isRunning = ({ lastStatus }: Task) => lastStatus === 'RUNNING';
const inBrackets = (text: string) => (text === '' ? '' : ` (${text})`);

/** What all of them say, or how many say what. */
function countedTexts(all: readonly string[]): string {
  const texts = all.filter((text) => text !== '');
  const different = [...new Set(texts)];
  if (different.length < 2) return different.join('');
  return different.map((text) => `${texts.filter((one) => one === text).length} ${text}`).join(', ');
}

/** What a task waits for that does not run yet (AWS docs, task lifecycle). */
export function pendingReasonOf(task: Task): string {
  const { lastStatus = '', pullStartedAt, pullStoppedAt, containers = [] } = task;
  if (lastStatus === 'PROVISIONING') return isWithoutInstance(task) ? 'waiting for capacity' : 'provisioning';
  if (pullStartedAt && !pullStoppedAt) return 'pulling the image';
  // The agent asks for them before it pulls (field report: ResourceInitializationError comes first).
  if (lastStatus === 'PENDING' && !pullStartedAt) return 'preparing network, secrets and registry login';
  const started = containers.filter(isStarted);
  const waiting = containers.filter((container) => !isStarted(container));
  const names = waiting.map(({ name = '' }) => name).join(', ');
  return started.length > 0 && names !== '' ? `starting container ${names}` : 'starting its containers';
}

const isStarted = ({ lastStatus }: Container) => lastStatus === 'RUNNING' || lastStatus === 'STOPPED';

/** On EC2 a task has no instance before there is room for it; Fargate names none. */
function isWithoutInstance({ launchType, capacityProviderName = '', containerInstanceArn }: Task): boolean {
  const isFargate = launchType === 'FARGATE' || capacityProviderName.startsWith('FARGATE');
  return !isFargate && containerInstanceArn === undefined;
}

/** Why a running task does not count as healthy: `target health: initial`; empty where nothing speaks against it. */
export function unhealthyTextOf(task: Task, { targets = [], definition }: LiveTasks): string {
  const sick = sickTargetIn(task, targets);
  const { containers = [] } = task;
  const unfit = checkedIn(definition)
    .map((name) => containers.find((container) => container.name === name)?.healthStatus ?? 'UNKNOWN')
    .find((status) => status !== 'HEALTHY');
  return [
    ...(unfit === undefined ? [] : [`container health: ${unfit}`]),
    ...(sick === undefined ? [] : [`target health: ${sick?.State ?? 'not registered'}`]),
  ].join(', ');
}

/** The first target of the task that gets no requests; null where it has none, undefined where all get some. */
function sickTargetIn(task: Task, targets: readonly (readonly TargetHealthDescription[])[]) {
  const own = targets.filter((all) => areTold([task], all)).map((all) => targetsOf(task, all));
  const unfit = own.find((some) => !some.some(isFit));
  return unfit && (unfit[0]?.TargetHealth ?? null);
}

const checkedIn = (definition: TaskDefinition | undefined) =>
  (definition?.containerDefinitions ?? []).flatMap(({ name, healthCheck }) =>
    name !== undefined && healthCheck ? [name] : [],
  );

/** The container whose log says why a running task is not healthy: the unhealthy one, else the one that gets the requests. */
export function quietContainerOf(
  { containers = [] }: Task,
  { definition }: LiveTasks,
  { loadBalancers = [] }: Service,
): string | undefined {
  const checked = checkedIn(definition);
  const unfit = containers.find(
    ({ name = '', healthStatus }) => checked.includes(name) && healthStatus !== 'HEALTHY',
  );
  return unfit?.name ?? loadBalancers[0]?.containerName ?? definition?.containerDefinitions?.[0]?.name;
}
