import { addedContainerCause } from './container-role';
import { causeIn, wordsOf, type Cause, type Topic } from './cause';
import { exitCause } from './exit';
import { healthCause, targetHealthCause } from './health';
import { networkInterfaceTopic, placementTopic } from './placement';
import { pullTopic } from './pull';
import { refusalCause } from './refusal';
import { innocentCause, schedulerTopic } from './scheduler';
import { startCommandTopic } from './start-command';
import { startFileTopics } from './start-files';
import { startResourceTopics } from './start-resources';
import { failingContainerOf, isAddedContainer, type EndedContainer } from './failing-container';

/** What AWS showed, as far as a cause can be told from it. */
export type FailureEvidence = StoppedTask | Event | Target | Refusal;

interface StoppedTask {
  readonly kind: 'task';
  readonly stopCode?: string;
  readonly stoppedReason: string;
  readonly containers: readonly EndedContainer[];
  /** The last log lines of the failing container, where they could be read. */
  readonly logLines?: readonly string[];
}

/** An event of the service. */
interface Event {
  readonly kind: 'event';
  readonly message: string;
}

/** The health of a target, as DescribeTargetHealth answers it. */
interface Target {
  readonly kind: 'target';
  readonly state: string;
  readonly reason?: string;
  readonly description?: string;
}

/** An error of an AWS call, or a failure that DescribeServices lists: its reason is the name then (`MISSING`). */
interface Refusal {
  readonly kind: 'refusal';
  readonly operation: string;
  readonly name: string;
  readonly message: string;
}

/** Undefined for a text that is not known: shown whole, never guessed at. */
export function causeOf(evidence: FailureEvidence): Cause | undefined {
  switch (evidence.kind) {
    case 'task':
      return taskCause(evidence);
    case 'event':
      return eventCause(wordsOf(evidence.message));
    case 'target':
      return targetHealthCause(evidence);
    case 'refusal':
      return refusalCause({ ...evidence, message: wordsOf(evidence.message) });
  }
}

const startTopics: readonly Topic[] = [
  ...startFileTopics,
  ...startResourceTopics,
  pullTopic,
  startCommandTopic,
  networkInterfaceTopic,
  placementTopic,
];
const eventTopics: readonly Topic[] = [
  ...startFileTopics,
  ...startResourceTopics,
  networkInterfaceTopic,
  placementTopic,
  schedulerTopic,
];

function taskCause({ stopCode, stoppedReason, containers, logLines = [] }: StoppedTask): Cause | undefined {
  const reason = wordsOf(stoppedReason);
  const innocent = innocentCause(stopCode, reason);
  if (innocent) return innocent;
  const exited =
    stopCode === 'EssentialContainerExited' || /^Essential container in task exited/.test(reason);
  const ended = containers.map(({ healthStatus: _, ...container }) => container);
  const failing = failingContainerOf(ended);
  // An exit code proves that a container ran, also where the task never did.
  const hasEnded = exited || failing?.exitCode !== undefined;
  // A container that could not start beside one that exited is not what ended the task.
  const reasons = (hasEnded ? [failing] : ended).map((container) => wordsOf(container?.reason ?? ''));
  return (
    healthCause(reason, containers) ??
    startCause([reason, ...reasons], failing) ??
    (hasEnded ? exitCause(ended, logLines) : undefined)
  );
}

function startCause(texts: readonly string[], failing: EndedContainer | undefined): Cause | undefined {
  const cause = causeIn(startTopics, texts);
  return cause && failing && isAddedContainer(failing)
    ? addedContainerCause(wordsOf(failing.name), `could not start: ${cause.explanation}`)
    : cause;
}

function eventCause(message: string): Cause | undefined {
  return healthCause(message, []) ?? causeIn(eventTopics, [message]);
}

export type { Cause };
