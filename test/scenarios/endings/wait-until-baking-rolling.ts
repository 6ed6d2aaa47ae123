import { alarms } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a rolling deployment is done but for its bake, which nobody waits for',
  fixture: { configuration: alarms },
  env: { ECS_CD_WAIT_UNTIL: 'baking' },
  expected: {
    verdict: 'succeeded',
    words: ['(verified); ECS bakes it and may still take it back until about'],
  },
  truth: { baking: 'web:2', taskDefinition: 'web:2', healthyCount: 2 },
};
