import { addedContainerCause } from './container-role';
import {
  dependencyIn,
  failingContainerOf,
  isAddedContainer,
  isOutOfMemory,
  type EndedContainer,
} from './failing-container';
import { wordsOf, type Cause } from './cause';
import { isExecRefusal, wrongArchitecture } from './start-command';

interface Meaning {
  readonly means: string;
  readonly fix: (container: string) => string;
}

const command = (container: string) =>
  `correct entryPoint or command of ${container} in the task definition TASK_FAMILY, or ENTRYPOINT and CMD of the Dockerfile in DOCKER_BUILD_CONTEXT`;
const readLog = (container: string) =>
  `find the error in the log of ${container} (its stream begins with STAGE), then correct the image, or the environment and secrets in the task definition TASK_FAMILY`;
const addLog = (container: string) =>
  `add the awslogs log driver to ${container} in the task definition TASK_FAMILY and deploy again to see its error, then correct the image, or its environment and secrets`;

/** Exit codes that say more than that something failed; 126 and 127 by the convention of shells, from 128 on by signal. */
const meanings: Readonly<Record<number, Meaning>> = {
  0: {
    means: 'it ended without an error, but the task has to keep it running',
    fix: (container) =>
      `let the command of ${container} stay in the foreground, or set its essential to false in the task definition TASK_FAMILY`,
  },
  126: { means: 'by convention, its command is not executable', fix: command },
  127: { means: 'by convention, its command was not found', fix: command },
  137: {
    means:
      'it was killed (SIGKILL); ECS does not say whether for its memory use or because it did not end in time',
    fix: (container) =>
      `raise the memory of ${container} in the task definition TASK_FAMILY if it comes near its limit, or let it end on SIGTERM within stopTimeout`,
  },
  139: { means: 'it crashed on an invalid memory access (SIGSEGV)', fix: readLog },
  143: { means: 'it ended on SIGTERM, which somebody sent', fix: readLog },
};

/** The cause of a task whose containers ran, and one of them ended. */
export function exitCause(
  containers: readonly EndedContainer[],
  logLines: readonly string[],
  hasLog = true,
): Cause {
  const ended = containers.map((one) => {
    return { ...one, name: wordsOf(one.name), reason: wordsOf(one.reason ?? '') };
  });
  const failing = failingContainerOf(ended);
  if (failing === undefined) return exitOf('an essential container', undefined, '');
  const isMemory = isOutOfMemory(failing);
  const end = isMemory ? 'used more memory than its limit' : endOf(failing.exitCode);
  if (isAddedContainer(failing)) return addedContainerCause(failing.name, end);
  const name = `container ${failing.name}`;
  if (isMemory) return outOfMemory(name);
  const refusal = failing.exitCode === 0 ? undefined : logLines.find(isExecRefusal);
  if (refusal !== undefined) return wrongArchitecture(wordsOf(refusal), failing.name);
  const killed = ended.find(isOutOfMemory);
  const beside = killed === undefined ? '' : `; container ${killed.name} was killed for its memory use`;
  const isAwaited = failing.role === 'awaited' || dependencyIn(ended) === failing;
  const waiting = isAwaited ? '; the containers that wait for it (dependsOn) did not start' : '';
  return exitOf(name, failing.exitCode, `${beside}${waiting}`, hasLog);
}

function exitOf(container: string, exitCode: number | undefined, beside: string, hasLog = true): Cause {
  const meaning = exitCode === undefined ? undefined : meanings[exitCode];
  const fixOf = meaning?.fix ?? readLog;
  return {
    id: 'container-exited',
    explanation: `${container} ${endOf(exitCode)}${meaning === undefined ? '' : `: ${meaning.means}`}${beside}`,
    fix: fixOf === readLog && !hasLog ? addLog(container) : fixOf(container),
    fault: 'release',
    definitiveAfter: 2,
    mayMendItself: true,
  };
}

function endOf(exitCode: number | undefined): string {
  return exitCode === undefined ? 'ended, with no exit code' : `exited with code ${exitCode}`;
}

function outOfMemory(container: string): Cause {
  return {
    id: 'out-of-memory',
    explanation: `${container} was killed because it used more memory than its limit`,
    fix: `raise memory of ${container}, or of the task, in the task definition TASK_FAMILY, or let the application use less`,
    fault: 'release',
    definitiveAfter: 2,
  };
}
