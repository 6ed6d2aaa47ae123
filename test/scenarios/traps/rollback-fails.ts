import { breaker, makesRoom } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the old revision does not come up again either',
  covers: ['D3 rollback failing'],
  fixture: { configuration: { ...breaker, ...makesRoom } },
  given: ({ aws }) => {
    aws.world.outcomeOf = () => ({ kind: 'crash', exitCode: 1 });
  },
  expected: {
    verdict: 'needs-attention',
    words: ['web:1', 'running 0 of 2'],
    cause: said.exited(1),
  },
  truth: { healthyCount: 0 },
};
