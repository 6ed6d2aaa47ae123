import { pausedAfterScaleUp } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'lambda-hook': {
    what: 'a Lambda function of a lifecycle hook fails',
    covers: ['A7 hook'],
    fixture: { configuration: { strategy: 'BLUE_GREEN' } },
    during: { 60: ({ aws }) => aws.world.giveUp('shop', 'web', { hook: 'POST_SCALE_UP' }) },
    expected: { verdict: 'rolled-back', words: ['POST_SCALE_UP lifecycle hook(s) failed'] },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'lambda-hook-takes-long': {
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
  },
  'paused-and-continued': {
    what: 'a hook holds the deployment for five minutes, until somebody lets it go on',
    covers: ['A7 paused'],
    fixture: { configuration: pausedAfterScaleUp },
    env: { ECS_CD_TIMEOUT: '3m', ECS_CD_ON_PAUSE: 'wait' },
    during: { 300: ({ aws }) => aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE') },
    expected: { verdict: 'succeeded', words: ['paused', 'ecs-pause-'] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'paused-and-rejected': {
    what: 'a hook holds the deployment until somebody rejects it',
    covers: ['A7 paused', 'A7 hook'],
    fixture: { configuration: pausedAfterScaleUp },
    env: { ECS_CD_TIMEOUT: '3m', ECS_CD_ON_PAUSE: 'wait' },
    during: { 300: ({ aws }) => aws.world.continueServiceDeployment('shop', 'web', 'ROLLBACK') },
    expected: { verdict: 'rolled-back', words: ['POST_SCALE_UP lifecycle hook(s) failed'] },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'paused-and-timed-out': {
    what: 'a hook holds the deployment, and nobody ever lets it go on',
    covers: ['A7 paused'],
    fixture: { configuration: pausedAfterScaleUp },
    env: { ECS_CD_TIMEOUT: '3m', ECS_CD_ON_PAUSE: 'wait' },
    expected: {
      verdict: 'rolled-back',
      words: ['paused', 'POST_SCALE_UP pause hook timed out'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  networking: {
    what: 'blue/green finds its network set up wrongly',
    covers: ['A7 networking'],
    fixture: { configuration: { strategy: 'BLUE_GREEN' } },
    during: { 60: ({ aws }) => aws.world.giveUp('shop', 'web', 'networking') },
    expected: { verdict: 'rolled-back', words: ['invalid networking configuration'] },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
