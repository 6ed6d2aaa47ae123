import { breaker } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the revision of an earlier run, which ECS rolled back, is deployed again and crashes again',
  covers: ['A6 hole 5'],
  fixture: { configuration: breaker },
  given: async (fixture) => {
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    await fixture.deploy();
  },
  expected: {
    verdict: 'rolled-back',
    cause: said.exited(1),
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
