import { pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a hook holds the deployment until somebody rejects it',
  covers: ['A7 paused', 'A7 hook'],
  fixture: { configuration: pausedAfterScaleUp },
  env: { ECS_CD_TIMEOUT: '3m', ECS_CD_ON_PAUSE: 'wait' },
  during: { 300: ({ aws }) => aws.world.continueServiceDeployment('shop', 'web', 'ROLLBACK') },
  expected: { verdict: 'rolled-back', words: ['POST_SCALE_UP lifecycle hook(s) failed'] },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
