import { breaker } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the circuit breaker gives the deployment up in the moment in which the run does',
  fixture: {
    configuration: {
      deploymentCircuitBreaker: {
        ...breaker.deploymentCircuitBreaker!,
        thresholdConfiguration: { type: 'COUNT', value: 2 },
      },
    },
  },
  given: (fixture) => fixture.newTasks({ kind: 'crash', exitCode: 1 }),
  expected: {
    verdict: 'rolled-back',
    words: ['circuit breaker'],
    absent: ['asked ECS to roll'],
    cause: said.exited(1),
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
