import { newService } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the first deployment that there ever was fails, without a circuit breaker',
  given: newService(),
  env: { ECS_CD_TIMEOUT: '3m' },
  expected: {
    verdict: 'needs-attention',
    words: ['there is nothing to go back to'],
    cause: said.exited(1),
  },
  truth: { healthyCount: 0 },
};
