import type { ContainerCondition, ContainerDefinition } from '@aws-sdk/client-ecs';
import { scriptSeconds } from '../../timings';
import type { TaskEnd, TaskReport, TaskToRun } from './task-runner';
import { stopTexts } from '../texts';

/** What becomes of one container. Seconds count from its own start. */
export interface ContainerScript {
  /** It ends by itself; without a code it runs until it is stopped. */
  readonly exitCode?: number;
  readonly afterSeconds?: number;
  readonly reason?: string;
  readonly log?: readonly string[];
  /** What it ends with when ECS stops it; 137 where SIGTERM is not heard. */
  readonly stoppedWith?: number;
}

export interface ContainersOutcome {
  readonly kind: 'containers';
  /** By container; one that AWS adds by what its name begins with. Nothing said: it runs, or does what others wait for. */
  readonly containers: Readonly<Record<string, ContainerScript>>;
  /** How a task ends that a failed dependency keeps from starting. (field report: both are seen) */
  readonly stopCode?: 'TaskFailedToStart' | 'EssentialContainerExited';
  readonly healthyAfterSeconds?: number;
}

interface Container {
  readonly definition: ContainerDefinition;
  readonly name: string;
  readonly script: ContainerScript;
  state: 'waits' | 'runs' | 'healthy' | 'exited';
  exitCode?: number;
  reason?: string;
}

type After = (seconds: number, event: () => void) => void;

/** Starts containers in the order of `dependsOn` and ends the task as ECS does once an essential one has ended. */
export function playContainers(
  task: TaskToRun,
  outcome: ContainersOutcome,
  report: TaskReport,
  after: After,
): { ends(stopCode: TaskEnd['stopCode'], stoppedReason: string, exitCode: number): void } {
  const containers = containersOf(task, outcome);
  let hasRun = false;
  let hasEnded = false;
  const pass = () => {
    if (hasEnded) return;
    const broken = brokenDependency(containers);
    if (broken) return failOn(broken);
    for (const container of containers) if (container.state === 'waits') startIfReady(container);
    if (!hasRun && containers.every(({ state }) => state !== 'waits')) {
      hasRun = true;
      report.running();
      after(outcome.healthyAfterSeconds ?? scriptSeconds.healthy, () => report.healthy());
    }
  };

  function startIfReady(container: Container) {
    const { definition, script, name } = container;
    if (!(definition.dependsOn ?? []).every((one) => isMet(containers, one))) return;
    container.state = 'runs';
    for (const line of script.log ?? []) report.log(name, line);
    after(scriptSeconds.healthy, () => {
      if (container.state === 'runs') container.state = 'healthy';
      pass();
    });
    if (script.exitCode !== undefined)
      after(script.afterSeconds ?? scriptSeconds.crash, () => exits(container));
  }

  function exits(container: Container) {
    if (hasEnded) return;
    container.state = 'exited';
    container.exitCode = container.script.exitCode ?? 0;
    if (container.script.reason !== undefined) container.reason = container.script.reason;
    report.exited?.(container.name, container.exitCode, container.reason);
    if (container.definition.essential !== false) {
      ends('EssentialContainerExited', stopTexts.essentialExited);
    } else pass();
  }

  function failOn({ waiting, on }: Broken) {
    waiting.exitCode = 143;
    waiting.reason = stopTexts.dependency(imageAndName(on), on.exitCode ?? 0, imageAndName(waiting));
    const { stopCode = 'TaskFailedToStart' } = outcome;
    ends(stopCode, stopCode === 'TaskFailedToStart' ? stopTexts.failedToStart : stopTexts.essentialExited);
  }

  /** What still runs is stopped with it. */
  function ends(stopCode: TaskEnd['stopCode'], stoppedReason: string, exitCode = 137) {
    hasEnded = true;
    report.stopped({ stopCode, stoppedReason, containers: containers.map((one) => endOf(one, exitCode)) });
  }

  after(scriptSeconds.pull, () => report.pulled());
  after(scriptSeconds.pull + scriptSeconds.create, pass);
  return { ends };
}

function containersOf(
  { containerDefinitions, addedContainers = [] }: TaskToRun,
  { containers }: ContainersOutcome,
) {
  const all = [...containerDefinitions, ...addedContainers.map(({ name, image }) => ({ name, image }))];
  const isAwaited = (name: string) =>
    containerDefinitions.some(({ dependsOn = [] }) =>
      dependsOn.some(
        (one) => one.containerName === name && ['SUCCESS', 'COMPLETE'].includes(one.condition ?? ''),
      ),
    );
  return all.map((definition: ContainerDefinition): Container => {
    const { name = '' } = definition;
    const said = Object.entries(containers).find(([key]) => key === name || name.startsWith(`${key}-`))?.[1];
    const script = said ?? (isAwaited(name) ? { exitCode: 0, afterSeconds: scriptSeconds.init } : {});
    return { definition, name, script, state: 'waits' };
  });
}

interface Broken {
  readonly waiting: Container;
  readonly on: Container;
}

/** (AWS docs) the four conditions; what can no longer come true keeps the task from starting. */
function brokenDependency(containers: readonly Container[]): Broken | undefined {
  for (const waiting of containers) {
    if (waiting.state !== 'waits') continue;
    for (const { containerName, condition } of waiting.definition.dependsOn ?? []) {
      const on = containers.find(({ name }) => name === containerName);
      if (on?.state !== 'exited') continue;
      if (condition === 'HEALTHY' || (condition === 'SUCCESS' && on.exitCode !== 0)) return { waiting, on };
    }
  }
  return undefined;
}

interface Dependency {
  readonly containerName: string | undefined;
  readonly condition: ContainerCondition | undefined;
}

function isMet(containers: readonly Container[], { containerName, condition }: Dependency) {
  const on = containers.find(({ name }) => name === containerName);
  if (condition === 'COMPLETE') return on?.state === 'exited';
  if (condition === 'SUCCESS') return on?.state === 'exited' && on.exitCode === 0;
  return condition === 'HEALTHY' ? on?.state === 'healthy' : on !== undefined && on.state !== 'waits';
}

const imageAndName = ({ name, definition }: Container) => `${name}(${definition.image ?? ''})`;

function endOf({ name, state, exitCode, reason, script }: Container, stoppedWith: number) {
  const code = exitCode ?? (state === 'waits' ? undefined : (script.stoppedWith ?? stoppedWith));
  return {
    name,
    ...(code === undefined ? {} : { exitCode: code }),
    ...(reason === undefined ? {} : { reason }),
  };
}
