import { breaker, withHealthCheck } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the health check of the container fails',
  covers: ['C 11'],
  fixture: { desiredCount: 1, configuration: breaker },
  given: (fixture) => {
    withHealthCheck(fixture);
    fixture.newTasks({ kind: 'unhealthy-container' });
  },
  expected: {
    verdict: 'rolled-back',
    words: ['startPeriod'],
    cause: 'container web failed its own health check',
    givenUpAfter: 2,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 1 },
};
