import type { Task, TaskDefinition } from '@aws-sdk/client-ecs';
import { isEssential, type OneOffRun } from './one-off-run';

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
export function endingOf(
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
