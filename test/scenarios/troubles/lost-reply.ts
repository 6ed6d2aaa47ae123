import { faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the reply to UpdateService is lost',
  given: faulty({ operation: 'UpdateService', kind: 'lost-reply' }),
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
