import { addedContainerCause } from './container-role';
import { causeIn, withNames, wordsOf, type Cause, type CauseNames, type Topic } from './cause';
import { exitCause } from './exit';
import { healthCause, targetHealthCause, type Target } from './health';
import { networkInterfaceTopic, placementTopic } from './placement';
import { pullTopic } from './pull';
import { innocentCause, schedulerTopic } from './scheduler';
import { shiftTopic } from './shift';
import { startCommandTopic } from './start-command';
import { startFileTopics } from './start-files';
import { startResourceTopics } from './start-resources';
import { failingContainerOf, isAddedContainer, type EndedContainer } from './failing-container';

/** What AWS showed, as far as a cause can be told from it; an event is one of the service. */
export type FailureEvidence =
  | StoppedTask
  | { readonly kind: 'event'; readonly message: string }
  | ({ readonly kind: 'target' } & Target)
  /** Why ECS has given a deployment up. */
  | { readonly kind: 'deployment'; readonly message: string };

export interface StoppedTask {
  readonly kind: 'task';
  readonly stopCode?: string | undefined;
  readonly stoppedReason: string;
  readonly containers: readonly EndedContainer[];
  /** The last log lines of the failing container, where they could be read. */
  readonly logLines?: readonly string[] | undefined;
  /** False where that container writes no log that could be read. */
  readonly hasLog?: boolean;
}

/** Undefined for a text that is not known: shown whole, never guessed at. */
export function causeOf(evidence: FailureEvidence, names: CauseNames = {}): Cause | undefined {
  const cause = namelessCauseOf(evidence);
  return cause && withNames(cause, names);
}

function namelessCauseOf(evidence: FailureEvidence): Cause | undefined {
  switch (evidence.kind) {
    case 'task':
      return taskCause(evidence);
    case 'event': {
      const message = wordsOf(evidence.message);
      return healthCause(message, []) ?? causeIn(eventTopics, [message]);
    }
    case 'target':
      return targetHealthCause(evidence);
    case 'deployment':
      return causeIn([shiftTopic], [wordsOf(evidence.message)]);
  }
}

const fileAndResourceTopics = [...startFileTopics, ...startResourceTopics];
const placeTopics = [networkInterfaceTopic, placementTopic];
const startTopics: readonly Topic[] = [
  ...fileAndResourceTopics,
  pullTopic,
  startCommandTopic,
  ...placeTopics,
];
const eventTopics: readonly Topic[] = [...fileAndResourceTopics, ...placeTopics, schedulerTopic];

function taskCause({
  stopCode = '',
  stoppedReason,
  containers,
  logLines = [],
  hasLog = true,
}: StoppedTask): Cause | undefined {
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
    (hasEnded ? exitCause(ended, logLines, hasLog) : undefined)
  );
}

function startCause(texts: readonly string[], failing: EndedContainer | undefined): Cause | undefined {
  const cause = causeIn(startTopics, texts);
  return cause && failing && isAddedContainer(failing)
    ? addedContainerCause(wordsOf(failing.name), `could not start: ${cause.explanation}`)
    : cause;
}
