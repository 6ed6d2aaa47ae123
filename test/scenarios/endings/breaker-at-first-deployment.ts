import { breaker, newService } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the circuit breaker triggers in the first deployment that there ever was',
  covers: ['A7 breaker, no rollback'],
  given: newService(breaker),
  expected: {
    verdict: 'needs-attention',
    words: ['there is nothing to go back to', 'no revision is known to have served here'],
    cause: said.exited(1),
  },
  truth: { healthyCount: 0 },
};
