import { play, type Played } from './play';
import type { Scenario } from './scenario';

const held = new Map<Scenario, Promise<Played>>();

/** A scenario as it went, with its own check made; played once for all the tests of a process. */
export function played(scenario: Scenario): Promise<Played> {
  const before = held.get(scenario);
  if (before) return before;
  const run = play(scenario, scenario.check);
  held.set(scenario, run);
  return run;
}
