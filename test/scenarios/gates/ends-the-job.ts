import { pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a pause hook holds the deployment',
  fixture: { configuration: pausedAfterScaleUp },
  expected: {
    verdict: 'paused',
    words: [
      'is paused at POST_SCALE_UP: hook ecs-pause-',
      ', then ECS rolls back',
      'next        run the continue job',
    ],
    absent: ['this takes no time off'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', waitsFor: 'hook', isRolloutInFlight: true, deploymentsEver: 2 },
};
