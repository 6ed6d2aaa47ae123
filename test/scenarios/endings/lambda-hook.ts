import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a Lambda function of a lifecycle hook fails',
  covers: ['A7 hook'],
  fixture: { configuration: { strategy: 'BLUE_GREEN' } },
  during: { 60: ({ aws }) => aws.world.giveUp('shop', 'web', { hook: 'POST_SCALE_UP' }) },
  expected: { verdict: 'rolled-back', words: ['POST_SCALE_UP lifecycle hook(s) failed'] },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
