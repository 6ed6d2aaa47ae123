import { faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a stop at the deadline is too late for a deployment that completes and serves well',
  env: { ECS_CD_TIMEOUT: '72s' },
  given: (fixture) => {
    fixture.aws.world.setTimings({ transitionMs: 8_000 });
    faulty({ operation: 'StopServiceDeployment', kind: 'stop-too-late' })(fixture);
  },
  expected: {
    verdict: 'succeeded',
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
