import { pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a hook holds the deployment for five minutes, until somebody lets it go on',
  covers: ['A7 paused'],
  fixture: { configuration: pausedAfterScaleUp },
  env: { ECS_CD_TIMEOUT: '3m', ECS_CD_ON_PAUSE: 'wait' },
  during: { 300: ({ aws }) => aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE') },
  expected: { verdict: 'succeeded', words: ['paused', 'ecs-pause-'] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
