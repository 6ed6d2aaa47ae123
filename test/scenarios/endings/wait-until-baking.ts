import { blueGreen } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the new tasks have all the traffic, and ECS begins to bake for 20 minutes, which nobody waits for',
  fixture: { configuration: blueGreen },
  env: { ECS_CD_WAIT_UNTIL: 'baking' },
  expected: {
    verdict: 'succeeded',
    words: ['(verified); ECS bakes it and may still take it back until about'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { baking: 'web:2', isRolloutInFlight: true },
};
