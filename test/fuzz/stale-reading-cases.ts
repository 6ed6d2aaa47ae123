import type { KeptCase } from './fuzz-case';
import { oldReadings } from './old-readings';

/** Several readings in a row that are old, though they say that they are of this moment. */
export const staleReadingCases: readonly KeptCase[] = [
  {
    what: 'two readings in a row are old and stamped anew, and the record is never there',
    service: {
      desiredCount: 1,
      maximumPercent: 200,
      breaker: { rollback: true, count: 1 },
      alarm: { rollback: true },
      bakeMinutes: 0,
      strategy: { kind: 'BLUE_GREEN' },
      lambda: { stage: 'PRE_SCALE_UP', seconds: 0 },
    },
    recordDelay: 'never',
    faults: [oldReadings(2, 2, 14)],
    failFast: 'off',
    preflight: 'off',
  },
  {
    what: 'a run after a cancelled one reads five times in a row what was before, stamped anew',
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
    recordDelay: 60,
    faults: [oldReadings(0, 5, 29)],
    command: 'deploy twice',
    failFast: 'off',
    cancelledAt: 1,
  },
  {
    what: 'two readings are old and stamped anew while the record is throttled',
    service: { desiredCount: 1, minimumHealthyPercent: 100, maximumPercent: 200 },
    recordDelay: 0,
    faults: [
      { operation: 'DescribeServiceDeployments', kind: 'throttle', after: 0, times: 3 },
      oldReadings(2, 2, 14),
    ],
    preflight: 'off',
  },
  {
    what: 'thirteen readings in a row are old and stamped anew while every task ends that was started',
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
    faults: [oldReadings(0, 13, 69)],
    preflight: 'off',
  },
  {
    what: 'eighteen readings in a row are old and stamped anew, past the deadline and while it is undone',
    service: {
      desiredCount: 1,
      minimumHealthyPercent: 100,
      breaker: { rollback: true },
      strategy: { kind: 'BLUE_GREEN' },
    },
    faults: [oldReadings(0, 18, 109)],
    preflight: 'off',
    timeoutSeconds: 40,
  },
  {
    what: 'seven readings in a row, over half a minute, are old and stamped anew, and the record is never there',
    service: { desiredCount: 1, breaker: { rollback: true }, isLoadBalanced: true, drainSeconds: 0 },
    newTasks: [{ kind: 'never-starts' }],
    recordDelay: 'never',
    faults: [oldReadings(0, 7, 33)],
    preflight: 'off',
  },
  {
    what: 'the deadline comes while only old readings, stamped anew, hide that somebody has deployed after us',
    service: {
      desiredCount: 1,
      maximumPercent: 200,
      breaker: { rollback: true, count: 1 },
      strategy: { kind: 'LINEAR', percent: 50, stepMinutes: 1 },
    },
    recordDelay: 'never',
    hands: [{ at: 0, does: 'deploy' }],
    faults: [oldReadings(0, 13, 61)],
    bakeSeconds: 0,
    preflight: 'off',
    timeoutSeconds: 40,
  },
];
