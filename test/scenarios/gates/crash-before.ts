import { pausedAfterScaleUp } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the tasks crash before the deployment comes to its gate',
  fixture: { configuration: pausedAfterScaleUp },
  given: (fixture) => fixture.newTasks({ kind: 'crash', exitCode: 1 }),
  expected: {
    verdict: 'rolled-back',
    words: [said.servesAgain('web:1')],
    absent: ['is paused'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
