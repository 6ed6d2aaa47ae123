import type { KeptCase } from './fuzz-case';

/** Stories that once broke a property: told again in every test run. */
export const regressionCases: readonly KeptCase[] = [
  {
    what: 'a hook goes on by itself just after a task has been replaced that failed its health check',
    service: {
      desiredCount: 1,
      breaker: { rollback: true },
      pause: { stage: 'POST_PRODUCTION_TRAFFIC_SHIFT', timeoutMinutes: 3, action: 'CONTINUE' },
    },
    newTasks: [{ kind: 'unhealthy-target' }],
    pace: 'usual',
    timeoutSeconds: 120,
  },
  {
    what: 'the first task is asked for after a deployment of none has scaled up, and started just before its bake time ends',
    service: {
      desiredCount: 0,
      minimumHealthyPercent: 100,
      breaker: { rollback: true, count: 1 },
      alarm: { rollback: true },
    },
    hands: [{ at: 4, does: 'scale', to: 1 }],
    command: 'rollback',
  },
  {
    what: 'the service is emptied while the run waits for a rollback to the revision that it deploys',
    service: { desiredCount: 1, breaker: { rollback: true, count: 1 } },
    hands: [{ at: 0, does: 'scale', to: 0 }],
    command: 'deploy again',
    pace: 'usual',
    timeoutSeconds: 120,
  },
  {
    what: 'the run begins with what was true before somebody else had deployed',
    service: { desiredCount: 0, minimumHealthyPercent: 100, maximumPercent: 200 },
    recordDelay: 0,
    faults: [{ operation: 'DescribeServices', kind: 'stale', after: 0, times: 2, seconds: 3 }],
    command: 'deploy again',
    preflight: 'off',
  },
  {
    what: 'a task that was asked for between two runs has only just been started when the second looks',
    service: { desiredCount: 1, minimumHealthyPercent: 100, breaker: { rollback: true } },
    recordDelay: 0,
    hands: [{ at: 85, does: 'scale', to: 2 }],
    command: 'deploy twice',
    pace: 'usual',
    timeoutSeconds: 120,
  },
  {
    what: 'a task has been replaced between two runs, and the second may not look at why',
    service: { desiredCount: 1, minimumHealthyPercent: 100 },
    newTasks: [{ kind: 'unhealthy-container', afterSeconds: 15 }],
    faults: [{ operation: 'DescribeTasks', kind: 'access-denied', after: 2 }],
    command: 'deploy twice',
    failFast: 'off',
    cancelledAt: 24,
  },
  {
    what: 'the deadline comes in the middle of a linear shift that waits for nothing between its steps',
    service: {
      desiredCount: 1,
      isLoadBalanced: true,
      strategy: { kind: 'LINEAR', percent: 50, stepMinutes: 0 },
    },
    newTasks: [{ kind: 'healthy', afterSeconds: 55 }],
    failFast: 'off',
    timeoutSeconds: 90,
  },
  {
    what: 'a stop comes too late for the first step of a linear shift, while old and new tasks serve',
    service: {
      desiredCount: 1,
      maximumPercent: 200,
      breaker: { rollback: true },
      isLoadBalanced: true,
      strategy: { kind: 'LINEAR', percent: 50, stepMinutes: 0 },
    },
    faults: [{ operation: 'StopServiceDeployment', kind: 'stop-too-late', after: 0 }],
    timeoutSeconds: 40,
  },
  {
    what: 'AWS falls silent for ever while a pause holds the deployment',
    service: {
      desiredCount: 1,
      pause: { stage: 'PRE_SCALE_UP', timeoutMinutes: 2, action: 'CONTINUE' },
    },
    faults: [{ operation: 'DescribeServices', kind: 'throttle', after: 12 }],
    preflight: 'off',
  },
  {
    what: 'the deadline comes in the very look at which a shift has begun to drain',
    service: { desiredCount: 2, minimumHealthyPercent: 100, strategy: { kind: 'BLUE_GREEN' } },
    newTasks: [{ kind: 'unhealthy-container', afterSeconds: 28 }, { kind: 'spot-interruption' }],
    failFast: 'off',
    preflight: 'off',
    timeoutSeconds: 40,
  },
];
