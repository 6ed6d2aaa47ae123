import type { FuzzCase } from './fuzz-case';
import { oldReadings } from './old-readings';

/** Several readings in a row that are old, though they say that they are of this moment. */
export const staleReadingCases: readonly { readonly what: string; readonly fuzzCase: FuzzCase }[] = [
  {
    what: 'two readings in a row are old and stamped anew, and the record is never there',
    fuzzCase: {
      service: {
        desiredCount: 1,
        maximumPercent: 200,
        breaker: { rollback: true, count: 1 },
        alarm: { rollback: true },
        bakeMinutes: 0,
        strategy: { kind: 'BLUE_GREEN' },
        lambda: { stage: 'PRE_SCALE_UP', seconds: 0 },
      },
      newTasks: [],
      oldTasks: [],
      recordDelay: 'never',
      hands: [],
      faults: [oldReadings(2, 2, 14)],
      command: 'deploy',
      failFast: 'off',
      preflight: 'off',
      pace: 'quick',
      timeoutSeconds: 60,
    },
  },
  {
    what: 'a run after a cancelled one reads five times in a row what was before, stamped anew',
    fuzzCase: {
      service: {
        desiredCount: 1,
        maximumPercent: 200,
        strategy: { kind: 'BLUE_GREEN' },
        drainSeconds: 0,
        lambda: { stage: 'PRE_SCALE_UP', seconds: 0 },
      },
      newTasks: [
        {
          kind: 'fails-to-start',
          stoppedReason:
            'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref registry/web:v2: not found',
        },
      ],
      oldTasks: [],
      recordDelay: 60,
      hands: [],
      faults: [oldReadings(0, 5, 29)],
      command: 'deploy twice',
      failFast: 'off',
      cancelledAt: 1,
      pace: 'quick',
      timeoutSeconds: 60,
    },
  },
  {
    what: 'two readings are old and stamped anew while the record is throttled',
    fuzzCase: {
      service: { desiredCount: 1, minimumHealthyPercent: 100, maximumPercent: 200 },
      newTasks: [],
      oldTasks: [],
      recordDelay: 0,
      hands: [],
      faults: [
        { operation: 'DescribeServiceDeployments', kind: 'throttle', after: 0, times: 3 },
        oldReadings(2, 2, 14),
      ],
      command: 'deploy',
      preflight: 'off',
      pace: 'quick',
      timeoutSeconds: 60,
    },
  },
  {
    what: 'thirteen readings in a row are old and stamped anew while every task ends that was started',
    fuzzCase: {
      service: {
        desiredCount: 1,
        alarm: { rollback: true },
        isLoadBalanced: true,
        early: { healthyPercent: 100, cleanup: 'BLOCKING' },
        beside: 'sidecar',
      },
      newTasks: [
        {
          kind: 'containers',
          containers: { web: { exitCode: 0, afterSeconds: 7 } },
          stopCode: 'EssentialContainerExited',
        },
      ],
      oldTasks: [],
      hands: [],
      faults: [oldReadings(0, 13, 69)],
      command: 'deploy',
      preflight: 'off',
      pace: 'quick',
      timeoutSeconds: 60,
    },
  },
  {
    what: 'eighteen readings in a row are old and stamped anew, past the deadline and while it is undone',
    fuzzCase: {
      service: {
        desiredCount: 1,
        minimumHealthyPercent: 100,
        breaker: { rollback: true },
        strategy: { kind: 'BLUE_GREEN' },
      },
      newTasks: [],
      oldTasks: [],
      hands: [],
      faults: [oldReadings(0, 18, 109)],
      command: 'deploy',
      preflight: 'off',
      pace: 'quick',
      timeoutSeconds: 40,
    },
  },
  {
    what: 'seven readings in a row, over half a minute, are old and stamped anew, and the record is never there',
    fuzzCase: {
      service: { desiredCount: 1, breaker: { rollback: true }, isLoadBalanced: true, drainSeconds: 0 },
      newTasks: [{ kind: 'never-starts' }],
      oldTasks: [],
      recordDelay: 'never',
      hands: [],
      faults: [oldReadings(0, 7, 33)],
      command: 'deploy',
      preflight: 'off',
      pace: 'quick',
      timeoutSeconds: 60,
    },
  },
  {
    what: 'the deadline comes while only old readings, stamped anew, hide that somebody has deployed after us',
    fuzzCase: {
      service: {
        desiredCount: 1,
        maximumPercent: 200,
        breaker: { rollback: true, count: 1 },
        strategy: { kind: 'LINEAR', percent: 50, stepMinutes: 1 },
      },
      newTasks: [],
      oldTasks: [],
      recordDelay: 'never',
      hands: [{ at: 0, does: 'deploy' }],
      faults: [oldReadings(0, 13, 61)],
      command: 'deploy',
      bakeSeconds: 0,
      preflight: 'off',
      pace: 'quick',
      timeoutSeconds: 40,
    },
  },
];
