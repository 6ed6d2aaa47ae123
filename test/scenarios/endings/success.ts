import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the new tasks become healthy and take the place of the old ones',
  covers: ['A7 success'],
  expected: {
    verdict: 'succeeded',
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2, isRolloutInFlight: false },
};
