import { pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a hook holds the deployment, and nobody ever lets it go on',
  covers: ['A7 paused'],
  fixture: { configuration: pausedAfterScaleUp },
  env: { ECS_CD_TIMEOUT: '3m', ECS_CD_ON_PAUSE: 'wait' },
  expected: {
    verdict: 'rolled-back',
    words: ['paused', 'POST_SCALE_UP pause hook timed out'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
