import { stopTexts } from '../texts';
import type { TaskEnd, TaskRunner, TaskToRun } from './task-runner';

/** What becomes of one task. Seconds count from the moment the task is RUNNING. */
export type TaskOutcome =
  | { readonly kind: 'healthy'; readonly afterSeconds?: number }
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
    }
  | { readonly kind: 'unhealthy-container'; readonly afterSeconds?: number }
  | { readonly kind: 'unhealthy-target'; readonly reason?: string; readonly afterSeconds?: number }
  /** Stays PENDING for ever. */
  | { readonly kind: 'never-starts' }
  | { readonly kind: 'spot-interruption'; readonly afterSeconds?: number };

// A crash loop fails every 50 s or so, an unhealthy target every 3 to 4 minutes. (field report)
const pullSeconds = 10;
const crashSeconds = 10;
const unhealthySeconds = { container: 90, target: 180 };
const stopSeconds = 1;

/** (field report) the first failure is seen after two and a half minutes. */
export const imageNotFound = (image: string): TaskOutcome => ({
  kind: 'fails-to-start',
  stoppedReason: stopTexts.imageNotFound(image),
  afterSeconds: 120,
});

/** Tasks that go as `outcomeOf` says. */
export function scriptedTasks(outcomeOf: (task: TaskToRun) => TaskOutcome): TaskRunner {
  return (task, report, clock) => {
    const outcome = outcomeOf(task);
    const cancellations: (() => void)[] = [];
    const after = (seconds: number, event: () => void) => {
      cancellations.push(clock.schedule(seconds * 1000, event));
    };
    const names = task.containerDefinitions.map(({ name = '' }) => name);
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
      after(outcome.afterSeconds ?? 10, () =>
        ended({ stopCode: 'TaskFailedToStart', stoppedReason: outcome.stoppedReason }),
      );
    } else if (outcome.kind !== 'never-starts') {
      after(pullSeconds, () => {
        report.pulled();
        report.running();
        runs();
      });
    }

    function runs() {
      switch (outcome.kind) {
        case 'healthy':
          return after(outcome.afterSeconds ?? 5, () => report.healthy());
        case 'crash':
          for (const line of outcome.log ?? []) report.log(names[0]!, line);
          return after(outcome.afterSeconds ?? crashSeconds, () =>
            ended(
              { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' },
              outcome.exitCode,
              outcome.reason,
            ),
          );
        case 'unhealthy-container':
          return after(outcome.afterSeconds ?? unhealthySeconds.container, () => report.unhealthy());
        case 'unhealthy-target':
          return after(outcome.afterSeconds ?? unhealthySeconds.target, () =>
            report.unhealthy(outcome.reason ?? 'Health checks failed with these codes: [500]'),
          );
        case 'spot-interruption':
          return after(outcome.afterSeconds ?? 5, () =>
            ended({
              stopCode: 'SpotInterruption',
              stoppedReason: 'Your Spot Task was interrupted.',
            }),
          );
        case 'fails-to-start':
        case 'never-starts':
          return undefined;
      }
    }

    return {
      stop() {
        for (const cancel of cancellations) cancel();
        after(stopSeconds, () => ended({ stopCode: 'UserInitiated', stoppedReason: '' }, 0));
      },
    };
  };
}
