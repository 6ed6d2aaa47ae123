import { breakerAlone } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the revision of an earlier run, which ECS gave up, is deployed again and crashes again',
  covers: ['A6 hole 5'],
  fixture: { configuration: breakerAlone },
  given: async (fixture) => {
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    await fixture.deploy({ env: { ECS_CD_ROLLBACK: 'off' } });
  },
  expected: { verdict: 'rolled-back' },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
