import { faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'every reply to UpdateService is lost',
  given: faulty({ operation: 'UpdateService', kind: 'lost-reply', times: 99 }),
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
