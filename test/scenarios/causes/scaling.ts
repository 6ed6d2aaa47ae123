import { scaledTo } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the service is scaled in and out while it is being deployed',
  covers: ['C 32'],
  fixture: { desiredCount: 4 },
  during: { 45: scaledTo(2), 60: scaledTo(3) },
  expected: { verdict: 'succeeded', absent: ['why '] },
  truth: { taskDefinition: 'web:2', healthyCount: 3 },
};
