import { blueGreen } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'ECS bakes the release, and its address answers as it should',
  fixture: { configuration: blueGreen },
  env: { ECS_CD_WAIT_UNTIL: 'baking' },
  site: [200],
  expected: { verdict: 'succeeded', words: ['may still take it back until about'] },
  truth: { baking: 'web:2', isRolloutInFlight: true },
};
