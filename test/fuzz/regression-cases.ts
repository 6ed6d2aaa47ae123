import type { FuzzCase } from './fuzz-case';

/** Stories that once broke a property: told again in every test run. */
export const regressionCases: readonly { readonly what: string; readonly fuzzCase: FuzzCase }[] = [
  {
    what: 'a hook goes on by itself just after a task has been replaced that failed its health check',
    fuzzCase: {
      service: {
        desiredCount: 1,
        breaker: { rollback: true },
        pause: { stage: 'POST_PRODUCTION_TRAFFIC_SHIFT', timeoutMinutes: 3, action: 'CONTINUE' },
      },
      newTasks: [{ kind: 'unhealthy-target' }],
      oldTasks: [],
      hands: [],
      faults: [],
      command: 'deploy',
      pace: 'usual',
      timeoutSeconds: 120,
    },
  },
  {
    what: 'the first task is asked for after a deployment of none has scaled up, and started just before its bake time ends',
    fuzzCase: {
      service: {
        desiredCount: 0,
        minimumHealthyPercent: 100,
        breaker: { rollback: true, count: 1 },
        alarm: { rollback: true },
      },
      newTasks: [],
      oldTasks: [],
      hands: [{ at: 4, does: 'scale', to: 1 }],
      faults: [],
      command: 'rollback',
      pace: 'quick',
      timeoutSeconds: 60,
    },
  },
  {
    what: 'the service is emptied while the run waits for a rollback to the revision that it deploys',
    fuzzCase: {
      service: { desiredCount: 1, breaker: { rollback: true, count: 1 } },
      newTasks: [],
      oldTasks: [],
      hands: [{ at: 0, does: 'scale', to: 0 }],
      faults: [],
      command: 'deploy again',
      pace: 'usual',
      timeoutSeconds: 120,
    },
  },
  {
    what: 'the run begins with what was true before somebody else had deployed',
    fuzzCase: {
      service: { desiredCount: 0, minimumHealthyPercent: 100, maximumPercent: 200 },
      newTasks: [],
      oldTasks: [],
      recordDelay: 0,
      hands: [],
      faults: [{ operation: 'DescribeServices', kind: 'stale', after: 0, times: 2, seconds: 3 }],
      command: 'deploy again',
      preflight: 'off',
      pace: 'quick',
      timeoutSeconds: 60,
    },
  },
  {
    what: 'a task that was asked for between two runs has only just been started when the second looks',
    fuzzCase: {
      service: { desiredCount: 1, minimumHealthyPercent: 100, breaker: { rollback: true } },
      newTasks: [],
      oldTasks: [],
      recordDelay: 0,
      hands: [{ at: 85, does: 'scale', to: 2 }],
      faults: [],
      command: 'deploy twice',
      pace: 'usual',
      timeoutSeconds: 120,
    },
  },
  {
    what: 'a task has been replaced between two runs, and the second may not look at why',
    fuzzCase: {
      service: { desiredCount: 1, minimumHealthyPercent: 100 },
      newTasks: [{ kind: 'unhealthy-container', afterSeconds: 15 }],
      oldTasks: [],
      hands: [],
      faults: [{ operation: 'DescribeTasks', kind: 'access-denied', after: 2 }],
      command: 'deploy twice',
      failFast: 'off',
      cancelledAt: 24,
      pace: 'quick',
      timeoutSeconds: 60,
    },
  },
];
