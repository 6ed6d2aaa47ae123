export interface EndedContainer {
  readonly name: string;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly healthStatus?: string;
}

const killed = 137;
const terminated = 143;

/**
 * What tells the container that ended the task from those that were stopped because of it, the surest sign first. When
 * an essential container ends, ECS sends the others SIGTERM, and SIGKILL after their stopTimeout (AWS docs).
 */
const signs: readonly ((container: EndedContainer) => boolean)[] = [
  ({ healthStatus }) => healthStatus === 'UNHEALTHY',
  ({ exitCode }) => exitCode !== undefined && ![0, killed, terminated].includes(exitCode),
  isOutOfMemory,
  ({ exitCode, reason }) => exitCode === undefined && reason !== undefined && reason.trim() !== '',
  ({ exitCode }) => exitCode === killed,
  ({ exitCode }) => exitCode === 0,
  ({ exitCode }) => exitCode === terminated,
];

/**
 * The container that a stopped task failed for; undefined when none has ended or is unhealthy. An unhealthy one wins, so
 * leave `healthStatus` out where it was no health check that stopped the task.
 */
export function failingContainerOf(containers: readonly EndedContainer[]): EndedContainer | undefined {
  for (const isSign of signs) {
    const found = containers.find(isSign);
    if (found) return found;
  }
  return undefined;
}

/** (field report) the text that the container agent itself gives: `OutOfMemoryError: Container killed due to memory usage`. */
export function isOutOfMemory({ reason = '' }: EndedContainer): boolean {
  return reason.trimStart().startsWith('OutOfMemory');
}
