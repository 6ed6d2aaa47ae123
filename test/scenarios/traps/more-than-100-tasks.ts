import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the service has more tasks than one answer lists',
  covers: ['D3 >100 tasks'],
  fixture: { desiredCount: 120 },
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:2', healthyCount: 120 },
};
