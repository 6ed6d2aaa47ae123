import { pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a pause hook holds the deployment that a command is to run after',
  fixture: { configuration: pausedAfterScaleUp },
  env: { ECS_CD_RUN_AFTER: 'bin/warm-up' },
  expected: {
    verdict: 'paused',
    words: ['ECS_CD_RUN_AFTER is not run while the deployment is paused'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', waitsFor: 'hook' },
};
