import { scaledTo } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody scales the service to 0 on the way',
  covers: ['D3 desired 0', 'A6 hole 4'],
  during: { 20: scaledTo(0) },
  expected: { verdict: 'needs-attention', words: [said.isNothingWanted] },
  truth: { healthyCount: 0, desiredCount: 0 },
};
