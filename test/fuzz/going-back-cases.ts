import type { FuzzCase } from './fuzz-case';

/** Ways back that nobody, or somebody else, sees to. */
export const goingBackCases: readonly { readonly what: string; readonly fuzzCase: FuzzCase }[] = [
  {
    what: 'ECS goes back to what somebody deployed while the run waited to begin',
    fuzzCase: {
      service: {
        desiredCount: 1,
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        breaker: { rollback: true, count: 1 },
      },
      newTasks: [{ kind: 'crash', exitCode: 1, log: ['exec /bin/x: exec format error'] }],
      oldTasks: [],
      recordDelay: 0,
      hands: [{ at: 0, does: 'deploy' }],
      faults: [{ operation: 'DescribeServices', kind: 'throttle', after: 1, times: 12 }],
      command: 'deploy again',
      failFast: 'off',
      preflight: 'off',
      pace: 'quick',
      timeoutSeconds: 60,
    },
  },
  {
    what: 'a way back cannot start its last task, and ECS cleans up no more than it may meanwhile',
    fuzzCase: {
      service: {
        desiredCount: 2,
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        breaker: { rollback: true },
        alarm: { rollback: true },
        isLoadBalanced: true,
        early: { healthyPercent: 50, cleanup: 'BLOCKING' },
        strategy: { kind: 'BLUE_GREEN' },
      },
      newTasks: [
        { kind: 'unhealthy-target', afterSeconds: 3 },
        { kind: 'healthy', afterSeconds: 16 },
      ],
      oldTasks: [
        { kind: 'containers', containers: {}, stopCode: 'EssentialContainerExited' },
        { kind: 'never-starts' },
      ],
      hands: [],
      faults: [
        { operation: 'StopServiceDeployment', kind: 'stop-too-late', after: 0 },
        { operation: 'DescribeTasks', kind: 'throttle', after: 0, times: 45 },
        { operation: 'ListTasks', kind: 'throttle', after: 0, times: 6 },
      ],
      command: 'deploy',
      failFast: 'off',
      pace: 'quick',
      timeoutSeconds: 60,
    },
  },
  {
    what: 'a pause expires that takes back, and nothing was completed that ECS could go back to',
    fuzzCase: {
      service: {
        desiredCount: 1,
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        isLoadBalanced: true,
        pause: { stage: 'POST_PRODUCTION_TRAFFIC_SHIFT', timeoutMinutes: 1, action: 'ROLLBACK' },
      },
      newTasks: [],
      oldTasks: [],
      hands: [],
      faults: [{ operation: 'DescribeServices', kind: 'stale', after: 0, times: 1, seconds: 1 }],
      command: 'deploy again',
      preflight: 'off',
      pace: 'quick',
      timeoutSeconds: 90,
    },
  },
  {
    what: 'ECS goes back to a deployment of the same revision, which an earlier run had found wanting',
    fuzzCase: {
      service: {
        desiredCount: 3,
        bakeMinutes: 1,
        strategy: { kind: 'LINEAR', percent: 50, stepMinutes: 1 },
      },
      newTasks: [{ kind: 'healthy' }, { kind: 'crash', exitCode: 1, afterSeconds: 130 }],
      oldTasks: [
        {
          kind: 'fails-to-start',
          stoppedReason: 'CannotPullContainerError: registry/web:v2: not found',
          afterSeconds: 0,
        },
      ],
      hands: [],
      faults: [],
      command: 'deploy twice',
      bakeSeconds: 82,
      preflight: 'off',
      pace: 'usual',
      timeoutSeconds: 240,
    },
  },
  {
    what: 'a shift has come to CLEAN_UP by its early success criteria, and its last task never starts',
    fuzzCase: {
      service: {
        desiredCount: 2,
        minimumHealthyPercent: 50,
        breaker: { rollback: true },
        early: { healthyPercent: 50, cleanup: 'BLOCKING' },
        strategy: { kind: 'BLUE_GREEN' },
        drainSeconds: 0,
      },
      newTasks: [{ kind: 'healthy', afterSeconds: 0 }, { kind: 'never-starts' }],
      oldTasks: [],
      hands: [],
      faults: [],
      command: 'deploy',
      pace: 'quick',
      timeoutSeconds: 60,
    },
  },
  {
    what: 'every reading is some seconds old, AWS throttles, and a stop has worked before the service is updated back',
    fuzzCase: {
      service: {
        desiredCount: 1,
        pause: { stage: 'POST_PRODUCTION_TRAFFIC_SHIFT', timeoutMinutes: 1, action: 'ROLLBACK' },
        drainSeconds: 0,
      },
      newTasks: [{ kind: 'crash', exitCode: 1, log: ['exec /bin/x: exec format error'] }],
      oldTasks: [],
      hands: [],
      faults: [
        { operation: 'DescribeServices', kind: 'throttle', after: 2, times: 36 },
        { operation: 'DescribeServices', kind: 'stale', after: 0, seconds: 3 },
      ],
      command: 'deploy',
      gate: 'leave',
      bakeSeconds: 0,
      preflight: 'off',
      pace: 'quick',
      timeoutSeconds: 40,
    },
  },
];
