import { faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'AWS throttles the account before anything was changed',
  covers: ['C 24'],
  given: faulty({ operation: 'DescribeServices', kind: 'throttle', times: 99 }),
  expected: { verdict: 'try-again', words: ['kept throttling', 'Rate exceeded'], changes: [] },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
