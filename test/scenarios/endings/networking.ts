import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'blue/green finds its network set up wrongly',
  covers: ['A7 networking'],
  fixture: { configuration: { strategy: 'BLUE_GREEN' } },
  during: { 60: ({ aws }) => aws.world.giveUp('shop', 'web', 'networking') },
  expected: { verdict: 'rolled-back', words: ['invalid networking configuration'] },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
