import { breaker } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the circuit breaker counts three crashes and puts the old revision back',
  covers: ['A7 breaker + rollback', 'D3 breaker rollback', 'A6 hole 1'],
  fixture: { configuration: breaker },
  env: { ECS_CD_FAIL_FAST: 'off' },
  given: (fixture) => fixture.newTasks({ kind: 'crash', exitCode: 3 }),
  expected: {
    verdict: 'rolled-back',
    words: ['circuit breaker'],
    cause: said.exited(3),
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 2 },
};
