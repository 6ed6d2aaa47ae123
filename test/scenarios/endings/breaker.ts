import { said } from '../../said';
import { breaker, breakerAlone, newService, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'breaker-at-first-deployment': {
    what: 'the circuit breaker triggers in the first deployment that there ever was',
    covers: ['A7 breaker, no rollback'],
    given: newService(breaker),
    expected: {
      verdict: 'needs-attention',
      words: ['there is nothing to go back to', 'no revision is known to have served here'],
      cause: said.exited(1),
    },
    truth: { healthyCount: 0 },
  },
  'breaker-rollback': {
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
  },
  'breaker-without-rollback': {
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
  },
};
