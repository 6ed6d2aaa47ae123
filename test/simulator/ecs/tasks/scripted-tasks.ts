import { scriptSeconds } from '../../timings';
import { playContainers, type ContainersOutcome } from './container-script';
import type { TaskEnd, TaskRunner, TaskToRun } from './task-runner';
import { stopTexts } from '../texts';

/** What becomes of one task. Seconds count from the moment the task is RUNNING. */
export type TaskOutcome =
  | { readonly kind: 'healthy'; readonly afterSeconds?: number; readonly log?: readonly string[] }
  | {
      readonly kind: 'crash';
      readonly exitCode: number;
      readonly afterSeconds?: number;
      readonly reason?: string;
      readonly log?: readonly string[];
    }
  | {
      readonly kind: 'fails-to-start';
      readonly stoppedReason: string;
      /** From PENDING to the failure; a missing image takes minutes. (field report) */
      readonly afterSeconds?: number;
      /** What the first container says beside it (on EC2, where the agent puts the reason). */
      readonly reason?: string;
    }
  | { readonly kind: 'unhealthy-container'; readonly afterSeconds?: number; readonly log?: readonly string[] }
  | {
      readonly kind: 'unhealthy-target';
      readonly reason?: string;
      /** The target group by its ARN or its container; the first unless it is said. */
      readonly target?: string;
      readonly afterSeconds?: number;
      readonly log?: readonly string[];
    }
  /** Each container goes its own way. */
  | ContainersOutcome
  /** Stays PENDING for ever. */
  | { readonly kind: 'never-starts' }
  | { readonly kind: 'spot-interruption'; readonly afterSeconds?: number }
  /** Stopped by something that is not the release's doing. */
  | {
      readonly kind: 'interrupted';
      readonly stopCode: 'UserInitiated' | 'TerminationNotice' | 'InfrastructureHealth';
      readonly stoppedReason: string;
      readonly afterSeconds?: number;
    };

export const imageNotFound = (image: string): TaskOutcome => ({
  kind: 'fails-to-start',
  stoppedReason: stopTexts.imageNotFound(image),
  afterSeconds: scriptSeconds.imageNotFound,
});

/** Tasks that go as `outcomeOf` says; in haste, so many times faster. */
export function scriptedTasks(outcomeOf: (task: TaskToRun) => TaskOutcome, haste = 1): TaskRunner {
  return (task, report, clock) => {
    const outcome = withInitContainers(outcomeOf(task), task);
    const cancellations: (() => void)[] = [];
    const after = (seconds: number, event: () => void) => {
      cancellations.push(clock.schedule((seconds * 1000) / haste, event));
    };
    const names = [...task.containerDefinitions, ...(task.addedContainers ?? [])].map(
      ({ name = '' }) => name,
    );
    let play: ReturnType<typeof playContainers> | undefined;
    const ended = (end: Omit<TaskEnd, 'containers'>, exitCode?: number, reason?: string) =>
      report.stopped({
        ...end,
        containers: names.map((name, index) => ({
          name,
          ...(exitCode === undefined ? {} : { exitCode: index === 0 ? exitCode : 137 }),
          ...(reason === undefined || index > 0 ? {} : { reason }),
        })),
      });

    if (outcome.kind === 'fails-to-start') {
      after(outcome.afterSeconds ?? scriptSeconds.startFailure, () =>
        ended(
          { stopCode: 'TaskFailedToStart', stoppedReason: outcome.stoppedReason },
          undefined,
          outcome.reason,
        ),
      );
    } else if (outcome.kind === 'containers') {
      play = playContainers(task, outcome, report, after);
    } else if (outcome.kind !== 'never-starts') {
      after(scriptSeconds.pull, () => report.pulled());
      after(scriptSeconds.pull + scriptSeconds.create, () => {
        report.running();
        runs();
      });
    }

    function runs() {
      const lines = 'log' in outcome ? (outcome.log ?? []) : [];
      for (const line of lines) report.log(names[0]!, line);
      switch (outcome.kind) {
        case 'healthy':
          return after(outcome.afterSeconds ?? scriptSeconds.healthy, () => report.healthy());
        case 'crash':
          return after(outcome.afterSeconds ?? scriptSeconds.crash, () =>
            ended(
              { stopCode: 'EssentialContainerExited', stoppedReason: stopTexts.essentialExited },
              outcome.exitCode,
              outcome.reason,
            ),
          );
        case 'unhealthy-container':
          return after(outcome.afterSeconds ?? scriptSeconds.unhealthyContainer, () => report.unhealthy());
        case 'unhealthy-target':
          return after(outcome.afterSeconds ?? scriptSeconds.unhealthyTarget, () =>
            report.unhealthy(
              outcome.reason ?? 'Health checks failed with these codes: [500]',
              outcome.target,
            ),
          );
        case 'spot-interruption':
          return after(outcome.afterSeconds ?? scriptSeconds.spotInterruption, () =>
            ended({
              stopCode: 'SpotInterruption',
              stoppedReason: 'Your Spot Task was interrupted.',
            }),
          );
        case 'interrupted':
          return after(outcome.afterSeconds ?? scriptSeconds.spotInterruption, () => ended(outcome));
        case 'fails-to-start':
        case 'containers':
        case 'never-starts':
          return undefined;
      }
    }

    return {
      stop() {
        for (const cancel of cancellations) cancel();
        after(stopSecondsOf(task), () => {
          if (play) play.ends('UserInitiated', '', 0);
          else ended({ stopCode: 'UserInitiated', stoppedReason: '' }, 0);
        });
      },
    };
  };
}

/** A healthy task with containers that others wait for: those do what they are there for, and end. */
function withInitContainers(outcome: TaskOutcome, { containerDefinitions }: TaskToRun): TaskOutcome {
  const waits = containerDefinitions.some(({ dependsOn = [] }) => dependsOn.length > 0);
  if (outcome.kind !== 'healthy' || !waits) return outcome;
  const { afterSeconds } = outcome;
  return {
    kind: 'containers',
    containers: {},
    ...(afterSeconds === undefined ? {} : { healthyAfterSeconds: afterSeconds }),
  };
}

/** Whoever gives a container a `stopTimeout` has one that needs it. (inference) */
const stopSecondsOf = ({ containerDefinitions }: TaskToRun): number =>
  Math.max(scriptSeconds.stop, ...containerDefinitions.map(({ stopTimeout = 0 }) => stopTimeout));
