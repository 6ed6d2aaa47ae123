import { breaker, killedAfterUpdate } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'an earlier run of the job was killed right after its update, and its deployment fails',
  covers: ['A6 hole 2'],
  fixture: { configuration: breaker },
  given: async (fixture) => {
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    await killedAfterUpdate(fixture);
  },
  expected: { verdict: 'rolled-back' },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 2 },
};
