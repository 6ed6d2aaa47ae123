import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the function of a lifecycle hook works for longer than the deadline is',
  fixture: {
    configuration: { strategy: 'BLUE_GREEN', lifecycleHooks: [{ lifecycleStages: ['POST_SCALE_UP'] }] },
  },
  env: { ECS_CD_TIMEOUT: '5m' },
  given: ({ aws }) => aws.world.setTimings({ lambdaHookMs: 600_000 }),
  expected: {
    verdict: 'succeeded',
    words: ['stage POST_SCALE_UP', 'waiting for a lifecycle hook to end'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
