import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'there is no image of this tag in ECR',
  covers: ['C 1'],
  env: { DOCKER_TAG: 'v3' },
  expected: { verdict: 'rejected', words: ['v3 in ECR', 'run the build job'], changes: [] },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
