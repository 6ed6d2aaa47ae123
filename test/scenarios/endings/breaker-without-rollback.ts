import { breakerAlone, tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the circuit breaker stops the deployment and puts nothing back',
  covers: ['A7 breaker, no rollback'],
  fixture: { configuration: breakerAlone },
  env: { ECS_CD_FAIL_FAST: 'off' },
  given: tasks({ kind: 'crash', exitCode: 3 }),
  expected: {
    verdict: 'rolled-back',
    words: ['circuit breaker'],
    cause: said.exited(3),
    changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
