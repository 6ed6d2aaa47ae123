import { loadBalanced } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'old tasks finish their connections for five minutes after the new ones are healthy',
  covers: ['C 29', 'D3 slow but healthy'],
  fixture: { service: loadBalanced },
  // (AWS docs) the default of deregistration_delay
  given: ({ aws }) => aws.world.setTimings({ deregistrationDelayMs: 300_000 }),
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
