import type { ContainerDefinition, Service, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import type { RunRequest } from '../ecs/tasks-api';

/** A command that runs to its end in a task of its own. */
export interface OneOffRun {
  readonly command: readonly string[];
  readonly container: string;
  /** The revision that it runs in. */
  readonly definition: TaskDefinition;
  /** Whose network and capacity it gets. */
  readonly service: Service;
  /** The same for every try of one job; undefined outside of a pipeline, where no run is that of another. */
  readonly identity: readonly string[] | undefined;
  readonly timeoutSeconds: number;
  /** 0 shows none of its log. */
  readonly logLines: number;
}

/** As a sentence names it. */
export function nameOf({ command, container, definition }: OneOffRun): string {
  return `"${command.join(' ')}" in container ${container} of ${familyRevisionOf(definition.taskDefinitionArn ?? '')}`;
}

/** The container that was asked for, else the only one that it can be. */
export function runContainerOf(
  { containerDefinitions = [], taskDefinitionArn = '' }: TaskDefinition,
  asked: string | undefined,
  candidates: readonly string[] = [],
): string {
  const all = containerDefinitions.map(({ name = '' }) => name);
  const some = candidates.length > 0 ? candidates : all;
  const found = asked === undefined ? (some.length === 1 ? some[0] : undefined) : asked;
  if (found !== undefined && all.includes(found)) return found;
  const message =
    found === undefined
      ? `the command could run in ${some.join(' or ')}`
      : `ECS_CD_RUN_CONTAINER is ${found}, which is not among them`;
  throw new EcsCdError(
    'invalid-usage',
    `${familyRevisionOf(taskDefinitionArn)} has the containers ${all.join(', ')}, and ${message}; nothing was changed`,
    { fix: `set ECS_CD_RUN_CONTAINER to one of: ${all.join(', ')}` },
  );
}

/** As a task of the service would run, with another command. */
export function runRequestOf({ command, container, definition, service }: OneOffRun): RunRequest {
  const { networkConfiguration, launchType, capacityProviderStrategy = [], platformVersion } = service;
  const constraints = service.placementConstraints?.filter(({ type }) => type === 'memberOf') ?? [];
  return {
    taskDefinition: definition.taskDefinitionArn,
    overrides: { containerOverrides: [{ name: container, command: [...command] }] },
    ...{ networkConfiguration, platformVersion },
    // ECS takes one of them only (AWS docs).
    ...(capacityProviderStrategy.length > 0 ? { capacityProviderStrategy } : { launchType }),
    ...(constraints.length > 0 ? { placementConstraints: constraints } : {}),
  };
}

/** ECS ends the task with it. */
export const isEssential = ({ essential }: ContainerDefinition): boolean => essential !== false;

/** How the command ended. */
export type TaskEnding = { readonly kind: 'succeeded' } | { readonly kind: 'failed'; readonly why: string };

/** What the run itself says when it stops the containers that go on after the one of the command. */
export const commandHasEnded = 'ecs-cd: the command has ended';

/** Codes of a container that was stopped with its task: they say nothing of how it fared before. */
const codesOfStopped: readonly (number | undefined)[] = [undefined, 0, 137, 143];

const doubt = 'whether it was done is not known';

/**
 * Undefined while the command may go on. Only its own exit code 0 is a success, and only where it came by itself: a
 * container that is stopped may end with 0 as well. (inference)
 */
export function taskEndingOf(
  task: Task,
  { container, definition }: Pick<OneOffRun, 'container' | 'definition'>,
): TaskEnding | undefined {
  const { containers = [], desiredStatus, stoppedReason } = task;
  const hasStopped = task.lastStatus === 'STOPPED';
  const exitCode = containers.find(({ name }) => name === container)?.exitCode;
  if (exitCode === undefined)
    return hasStopped ? failed('the task stopped without an exit code of it') : undefined;
  if (exitCode !== 0) return failed(`it exited with code ${exitCode}`);
  if (desiredStatus === 'RUNNING' || stoppedReason === commandHasEnded) return { kind: 'succeeded' };
  return (
    endingOfStopped(task, container, definition) ??
    (hasStopped ? failed(`ECS does not say why the task stopped: ${doubt}`) : undefined)
  );
}

const failed = (why: string): TaskEnding => ({ kind: 'failed', why });

/** It ended with 0, and so did the task: which of them was first? */
function endingOfStopped(
  { containers = [], stopCode }: Task,
  container: string,
  { containerDefinitions = [] }: TaskDefinition,
): TaskEnding | undefined {
  if (stopCode === undefined) return undefined;
  if (stopCode !== 'EssentialContainerExited')
    return failed(`it exited with code 0 when the task was stopped (${stopCode}): ${doubt}`);
  const others = containerDefinitions.filter((one) => isEssential(one) && one.name !== container);
  const crashed = containers.find(
    ({ name, exitCode }) => others.some((one) => one.name === name) && !codesOfStopped.includes(exitCode),
  );
  if (!crashed) return { kind: 'succeeded' };
  const { name = '', exitCode = '' } = crashed;
  return failed(`it exited with code 0, but container ${name} with ${exitCode}: ${doubt}`);
}
