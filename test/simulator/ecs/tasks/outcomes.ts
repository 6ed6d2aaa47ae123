import type { TaskOutcome } from './scripted-tasks';
import type { TaskToRun } from './task-runner';

/** Which tasks an outcome is meant for; a task that fits several gets the latest. */
export interface OutcomeKey {
  /** `family` or `family:revision`. */
  readonly taskDefinition?: string;
  /** A part of one of its images' references: a tag, a digest. */
  readonly image?: string;
}

export interface OutcomeScript {
  set(key: OutcomeKey, outcome: TaskOutcome): void;
  of(task: TaskToRun): TaskOutcome;
}

/** What becomes of which task; healthy after 5 s unless said. */
export function outcomeScript(): OutcomeScript {
  const rules: { readonly key: OutcomeKey; readonly outcome: TaskOutcome }[] = [];
  return {
    set(key, outcome) {
      rules.unshift({ key, outcome });
    },
    of: (task) => rules.find(({ key }) => fits(key, task))?.outcome ?? { kind: 'healthy' },
  };
}

function fits({ taskDefinition, image }: OutcomeKey, task: TaskToRun): boolean {
  const family = task.taskDefinition.split(':')[0];
  if (taskDefinition !== undefined && ![task.taskDefinition, family].includes(taskDefinition)) return false;
  if (image === undefined) return true;
  return [...task.containerDefinitions.map((one) => one.image ?? ''), ...task.digests.values()].some(
    (reference) => reference.includes(image),
  );
}
