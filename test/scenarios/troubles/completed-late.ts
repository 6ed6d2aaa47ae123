import { faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'ECS completes the deployment while the stop is on its way, and the address that must answer answers 500',
  given: (fixture) => {
    // Its tasks become healthy just before the stop would be heard.
    fixture.aws.world.setTimings({ transitionMs: 8_000 });
    faulty({ operation: 'StopServiceDeployment', kind: 'stop-too-late' })(fixture);
  },
  env: { ECS_CD_TIMEOUT: '72s', ECS_CD_HEALTH_CHECK_TIMEOUT: '10s' },
  site: [500],
  expected: {
    verdict: 'rolled-back',
    words: ['asked ECS to roll the deployment back', 'did not answer 200'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
