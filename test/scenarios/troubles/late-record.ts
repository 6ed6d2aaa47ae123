import { breaker } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the record of the deployment appears a minute late, and the tasks crash',
  fixture: { configuration: breaker },
  given: (fixture) => {
    fixture.aws.world.setRecordDelay(60);
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
  },
  expected: {
    verdict: 'rolled-back',
    cause: said.exited(1),
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
