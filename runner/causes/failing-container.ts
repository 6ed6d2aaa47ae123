import { addedFor, type ContainerRole } from './container-role';
import { firstNamedIn } from './cause';

export interface EndedContainer {
  readonly name: string;
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
  readonly healthStatus?: string | undefined;
  /** Whether it has a health check of its own. */
  readonly isChecked?: boolean;
  /** Absent where the task definition could not be read: any container may have ended the task then. */
  readonly role?: ContainerRole | undefined;
}

type Sign = (container: EndedContainer) => boolean;

const killed = 137;
const terminated = 143;

/** When an essential container ends, ECS sends the others SIGTERM, and SIGKILL after their stopTimeout (AWS docs). */
const isUnhealthy: Sign = ({ healthStatus }) => healthStatus === 'UNHEALTHY';
const endedByItself: Sign = ({ exitCode }) =>
  exitCode !== undefined && ![0, killed, terminated].includes(exitCode);
const neverStarted: Sign = ({ exitCode, reason = '' }) => exitCode === undefined && reason.trim() !== '';
const hasFailedOthers: Sign = ({ role, exitCode = 0 }) => role === 'awaited' && exitCode !== 0;
const endedWith =
  (code: number): Sign =>
  ({ exitCode }) =>
    exitCode === code;

/** The surest sign first. */
const sure: readonly Sign[] = [isUnhealthy, endedByItself, isOutOfMemory, hasFailedOthers, neverStarted];
/** What a container that was stopped with the task may end with as well. */
const unsure: readonly Sign[] = [endedWith(killed), endedWith(0), endedWith(terminated)];

/**
 * The container that a stopped task failed for; undefined when none has ended or is unhealthy. An unhealthy one wins, so
 * leave `healthStatus` out where it was no health check that stopped the task.
 */
export function failingContainerOf(containers: readonly EndedContainer[]): EndedContainer | undefined {
  const added = containers.filter(isAddedContainer);
  const beside = containers.filter((one) => one.role === 'beside');
  // What others wait for ends the task only by failing: that it succeeded is no sign of anything.
  const own = containers.filter(
    (one) => ![...added, ...beside].includes(one) && !(one.role === 'awaited' && one.exitCode === 0),
  );
  const unmet = dependencyIn(containers);
  // It may have been stopped as well, with a task that ended before it had done its work.
  const isStopped = [killed, terminated].some((code) => unmet?.exitCode === code);
  if (unmet && !(isStopped && own.some((one) => one !== unmet && endedByItself(one)))) return unmet;
  // One that ended without an error has ended by itself, as far as anybody can tell: its end comes before AWS's own.
  const areAddedFirst = !own.some(endedWith(0));
  return (
    foundBy(sure, own) ??
    (areAddedFirst ? foundBy(sure, added) : undefined) ??
    foundBy(unsure, own) ??
    foundBy([...sure, ...unsure], added) ??
    foundBy([...sure, ...unsure], beside)
  );
}

function foundBy(signs: readonly Sign[], containers: readonly EndedContainer[]): EndedContainer | undefined {
  return signs.map((isSign) => containers.find(isSign)).find((found) => found !== undefined);
}

export function isAddedContainer({ name, role }: EndedContainer): boolean {
  return (role ?? (addedFor(name) ? 'added' : undefined)) === 'added';
}

/**
 * The container that kept another one from starting, as the other one's reason names it (field report): `dependency
 * graph: failed to resolve container ordering dependency [migrate(image) (STOPPED->RUNNING) - Exit: 1] for target ...`
 */
export function dependencyIn(containers: readonly EndedContainer[]): EndedContainer | undefined {
  const names = containers.map(({ reason = '' }) =>
    firstNamedIn(reason, /dependency graph.{0,100}? dependency \[([\w-]+)/),
  );
  return names
    .map((name) => containers.find((one) => one.name === name))
    .find((found) => found !== undefined);
}

/** (field report) the text that the container agent itself gives: `OutOfMemoryError: Container killed due to memory usage`. */
export function isOutOfMemory({ reason = '' }: EndedContainer): boolean {
  return reason.trimStart().startsWith('OutOfMemory');
}
