import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the release crashes in the tenth minute of a bake, and ECS would bake on',
  fixture: { configuration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 20 } },
  given: (fixture) => fixture.newTasks({ kind: 'crash', exitCode: 1, afterSeconds: 600 }),
  expected: {
    verdict: 'rolled-back',
    words: ['stage BAKE_TIME'],
    cause: said.exited(1),
    givenUpAfter: 2,
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
