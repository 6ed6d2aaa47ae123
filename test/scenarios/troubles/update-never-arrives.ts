import { faulty } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'UpdateService never gets through',
  given: faulty({ operation: 'UpdateService', kind: 'unavailable', times: 99 }),
  expected: {
    verdict: 'try-again',
    words: [said.silent],
    changes: ['RegisterTaskDefinition'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
