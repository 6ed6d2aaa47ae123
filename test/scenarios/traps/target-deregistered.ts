import { imageOf, registerBase } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the revision that serves has been deregistered, and the release does not answer',
  given: (fixture) => {
    registerBase(fixture, { image: imageOf(fixture, 'v1') });
    fixture.aws.world.deregisterTaskDefinition('web:1');
  },
  env: { ECS_CD_HEALTH_CHECK_TIMEOUT: '10s' },
  site: [500],
  expected: {
    verdict: 'needs-attention',
    words: [
      'web:1, which serves now, has been deregistered',
      'the rollback failed',
      'TaskDefinition is inactive',
    ],
  },
  truth: { taskDefinition: 'web:3', healthyCount: 2 },
};
