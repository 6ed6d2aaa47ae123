import { loadBalanced, scaledTo } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'percent-deadlock': {
    what: 'the service may neither stop an old task nor start a new one',
    covers: ['C 27'],
    fixture: { configuration: { minimumHealthyPercent: 100, maximumPercent: 100 } },
    // The preflight refuses it before that.
    env: { ECS_CD_TIMEOUT: '3m', ECS_CD_PREFLIGHT: 'off' },
    expected: {
      verdict: 'rolled-back',
      words: ['minimumHealthyPercent lets ECS stop no old task', 'raise maximumPercent'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'scheduler-throttled': {
    what: "the scheduler's own calls are throttled for two minutes",
    covers: ['C 25'],
    given: ({ aws }) => aws.world.setObstacles('shop', 'web', { isThrottled: true }),
    during: { 120: ({ aws }) => aws.world.setObstacles('shop', 'web', {}) },
    expected: { verdict: 'succeeded', words: ['throttled; it tries again by itself'] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'slow-drain': {
    what: 'old tasks finish their connections for five minutes after the new ones are healthy',
    covers: ['C 29', 'D3 slow but healthy'],
    fixture: { service: loadBalanced },
    // (AWS docs) the default of deregistration_delay
    given: ({ aws }) => aws.world.setTimings({ deregistrationDelayMs: 300_000 }),
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'task-protection': {
    what: 'old tasks are under protection for a while',
    covers: ['C 30'],
    given: ({ aws }) => aws.world.setObstacles('shop', 'web', { protectsOldTasks: true }),
    during: { 240: ({ aws }) => aws.world.setObstacles('shop', 'web', {}) },
    expected: {
      verdict: 'succeeded',
      words: ['2 tasks under protection'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  scaling: {
    what: 'the service is scaled in and out while it is being deployed',
    covers: ['C 32'],
    fixture: { desiredCount: 4 },
    during: { 45: scaledTo(2), 60: scaledTo(3) },
    expected: { verdict: 'succeeded', absent: ['why '] },
    truth: { taskDefinition: 'web:2', healthyCount: 3 },
  },
};
