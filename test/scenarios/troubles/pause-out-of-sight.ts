import { pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

const [hook] = pausedAfterScaleUp.lifecycleHooks ?? [];

export const scenario: Scenario = {
  what: 'a hook holds the deployment for ten minutes, and its record cannot be read from the third on',
  fixture: {
    configuration: {
      ...pausedAfterScaleUp,
      lifecycleHooks: [{ ...hook, timeoutConfiguration: { timeoutInMinutes: 60, action: 'ROLLBACK' } }],
    },
  },
  env: { ECS_CD_TIMEOUT: '3m', ECS_CD_ON_PAUSE: 'wait' },
  during: {
    120: ({ aws }) =>
      aws.faults.add({ operation: 'DescribeServiceDeployments', kind: 'unavailable', times: Infinity }),
    600: ({ aws }) => aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE'),
  },
  expected: { verdict: 'succeeded', words: ['paused'] },
  truth: { taskDefinition: 'web:2', healthyCount: 2 },
};
