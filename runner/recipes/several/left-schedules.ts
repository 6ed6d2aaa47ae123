import type { JobLog } from '../../log/job-log';
import { familyOf, familyRevisionOf } from '../../names/arn';
import { areBehind, type Schedule } from '../../schedules/schedule';
import type { ServiceOutcome } from '../../verdict/outcome';

interface Scheduled {
  readonly name: string;
  readonly schedules: readonly Schedule[];
  readonly effects: { readonly log: JobLog };
}

/** What follows the first service of a family stays where that one fails by itself, though another one of it has changed. */
export function tellLeftSchedules(
  runs: readonly Scheduled[],
  { services = [] }: { readonly services?: readonly ServiceOutcome[] },
): void {
  const changed = services.flatMap(({ name, outcome }) => {
    const { verdict, taskDefinition, serving = taskDefinition } = outcome ?? {};
    return verdict === 'succeeded' && serving !== undefined ? [{ name, serving }] : [];
  });
  for (const { name, schedules, effects } of runs.filter(
    (run) => !changed.some((one) => one.name === run.name),
  )) {
    const other = changed.find(({ serving }) => areBehind(schedules, serving));
    if (other)
      effects.log.warning(
        `the schedules (ECS_CD_SCHEDULES) of ${familyOf(other.serving)} follow ${name}, so they keep their revision though ${other.name} serves ${familyRevisionOf(other.serving)}`,
      );
  }
}
