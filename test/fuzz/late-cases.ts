import type { KeptCase } from './fuzz-case';
import { oldReadings } from './old-readings';

/** Deadlines that come at the wrong moment, and checks of what is not there yet. */
export const lateCases: readonly KeptCase[] = [
  {
    what: 'the deadline comes when a bake has begun whose task nothing checks, and has run for less than 40 s',
    service: { desiredCount: 1, alarm: { rollback: true }, bakeMinutes: 1 },
    answers: [200],
    failFast: 'off',
    preflight: 'off',
  },
  {
    what: 'the deadline comes when as many tasks as the early success criteria ask for serve alone',
    service: {
      desiredCount: 2,
      minimumHealthyPercent: 50,
      maximumPercent: 100,
      isLoadBalanced: true,
      early: { healthyPercent: 50, cleanup: 'BLOCKING' },
      drainSeconds: 20,
    },
    hands: [{ at: 27, does: 'scale', to: 3 }],
    timeoutSeconds: 40,
  },
  {
    what: 'the deadline comes to a young task in place of one that AWS took away',
    service: { desiredCount: 1, breaker: { rollback: true, count: 1 }, alarm: { rollback: true } },
    newTasks: [{ kind: 'spot-interruption' }, { kind: 'crash', exitCode: 0, afterSeconds: 47 }],
    timeoutSeconds: 40,
  },
  {
    what: 'the deadline comes in a bake to a young task in place of one that AWS took away',
    service: {
      desiredCount: 1,
      breaker: { rollback: true, count: 1 },
      bakeMinutes: 2,
      drainSeconds: 0,
    },
    newTasks: [
      { kind: 'spot-interruption', afterSeconds: 33 },
      { kind: 'healthy', afterSeconds: 0 },
    ],
    gate: 'leave',
    preflight: 'off',
    timeoutSeconds: 40,
  },
  {
    what: 'nothing could answer on test traffic, and somebody scales the service up before it serves',
    service: {
      desiredCount: 0,
      breaker: { rollback: true },
      bakeMinutes: 1,
      strategy: { kind: 'BLUE_GREEN' },
      pause: { timeoutMinutes: 2, stage: 'POST_TEST_TRAFFIC_SHIFT', action: 'ROLLBACK' },
    },
    hands: [{ at: 12, does: 'scale', to: 1 }],
    testAnswers: [200],
    checkSeconds: 55,
    bakeSeconds: 0,
    preflight: 'off',
  },
  {
    what: 'somebody asks for fewer tasks and then for as many as before, while they come up',
    service: { desiredCount: 2, breaker: { rollback: true }, alarm: { rollback: true } },
    hands: [
      { at: 27, does: 'scale', to: 2 },
      { at: 0, does: 'scale', to: 1 },
    ],
    checkSeconds: 55,
  },
  {
    what: 'a failed deployment that ECS leaves alone is in no reading for a while: they are old, and stamped anew',
    service: {
      desiredCount: 1,
      breaker: { rollback: false, count: 1 },
      isLoadBalanced: true,
      lambda: { stage: 'PRE_SCALE_UP', seconds: 0 },
      strategy: { kind: 'LINEAR', percent: 50, stepMinutes: 0 },
      pause: { timeoutMinutes: 2, stage: 'POST_TEST_TRAFFIC_SHIFT', action: 'ROLLBACK' },
    },
    newTasks: [
      {
        kind: 'containers',
        containers: { web: { exitCode: 0, afterSeconds: 0, stoppedWith: 0 } },
        stopCode: 'EssentialContainerExited',
      },
    ],
    faults: [oldReadings(0, 8, 32)],
    testAnswers: [200],
    gate: 'leave',
    preflight: 'off',
  },
  {
    what: 'a run that ended at a gate is not judged by what the job that answered it did',
    service: {
      desiredCount: 1,
      maximumPercent: 200,
      breaker: { rollback: true, count: 1 },
      pause: { stage: 'PRE_SCALE_UP', timeoutMinutes: 1, action: 'CONTINUE' },
      strategy: { kind: 'LINEAR', percent: 50, stepMinutes: 0 },
    },
    answers: [500],
    gate: 'continue',
    timeoutSeconds: 90,
  },
  {
    what: 'a task crashes again and again at a gate, and runs just when the job that lets it go on looks',
    service: {
      desiredCount: 1,
      pause: { stage: 'POST_PRODUCTION_TRAFFIC_SHIFT', timeoutMinutes: 1, action: 'ROLLBACK' },
    },
    newTasks: [
      { kind: 'spot-interruption' },
      { kind: 'crash', exitCode: 1, afterSeconds: 14, log: ['exec /bin/x: exec format error'] },
    ],
    oldTasks: [],
    checkSeconds: 55,
    gate: 'continue',
    pace: 'quick',
    timeoutSeconds: 40,
  },
];
