import { breaker } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'no record of the deployment ever appears, and the circuit breaker rolls back',
  fixture: { configuration: breaker },
  env: { ECS_CD_FAIL_FAST: 'off' },
  given: (fixture) => {
    fixture.aws.world.setRecordDelay('never');
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
  },
  expected: {
    verdict: 'rolled-back',
    words: ['ECS rolled web:2 back: ECS deployment circuit breaker'],
    absent: ['gives no reason'],
    cause: said.exited(1),
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
