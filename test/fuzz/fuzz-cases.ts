import fc, { type Arbitrary } from 'fast-check';
import type { ContainerScript } from '../simulator/ecs/tasks/container-script';
import type { TaskOutcome } from '../simulator/ecs/tasks/scripted-tasks';
import { oneOf, recordOf, seconds, sometimes } from './arbitrary';
import { hookStages, neighbour, type ExternalAction, type FuzzCase, type NativeStrategy } from './fuzz-case';
import { troubles } from './troubles';

// Random stories. Whatever is listed first, or is absent, is the plain case: fast-check shrinks towards it.

/** Some of the texts of the failure catalogue (facts of AWS docs and field reports), and one that is in no catalogue. */
const startFailures = [
  'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref registry/web:v2: not found',
  "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-central-1:123456789012:secret:key from secrets manager: AccessDeniedException: denied status code: 400',
  'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
  'Timeout waiting for network interface provisioning to complete',
  'A text that nobody has seen before',
];

const afterSeconds = sometimes(60, fc.oneof(seconds(20), seconds(150)));
const script: Arbitrary<ContainerScript> = recordOf({
  exitCode: oneOf(0, 1, 137, 143),
  afterSeconds,
  stoppedWith: sometimes(20, oneOf(0, 2)),
});
const outcome: Arbitrary<TaskOutcome> = fc.oneof(
  { weight: 6, arbitrary: recordOf({ kind: fc.constant('healthy' as const), afterSeconds }) },
  {
    weight: 4,
    arbitrary: recordOf({
      kind: fc.constant('crash' as const),
      exitCode: oneOf(1, 137, 255, 0),
      afterSeconds,
      reason: sometimes(10, fc.constant('OutOfMemoryError: Container killed due to memory usage')),
      log: sometimes(20, fc.constant(['exec /bin/x: exec format error'])),
    }),
  },
  {
    weight: 2,
    arbitrary: recordOf({
      kind: fc.constant('fails-to-start' as const),
      stoppedReason: oneOf(...startFailures),
      afterSeconds,
    }),
  },
  { weight: 1, arbitrary: recordOf({ kind: fc.constant('unhealthy-container' as const), afterSeconds }) },
  { weight: 1, arbitrary: recordOf({ kind: fc.constant('unhealthy-target' as const), afterSeconds }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'never-starts' }) },
  { weight: 1, arbitrary: recordOf({ kind: fc.constant('spot-interruption' as const), afterSeconds }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('containers' as const),
      containers: recordOf({ web: sometimes(40, script), [neighbour]: sometimes(60, script) }),
      stopCode: oneOf('EssentialContainerExited', 'TaskFailedToStart'),
    }),
  },
);

const hookStage = oneOf(...hookStages);
const strategy: Arbitrary<NativeStrategy> = fc.oneof(
  fc.constant({ kind: 'BLUE_GREEN' as const }),
  fc.record({
    kind: oneOf('LINEAR', 'CANARY'),
    percent: oneOf(50, 34, 20),
    stepMinutes: fc.integer({ min: 0, max: 2 }),
  }),
);

const service: Arbitrary<FuzzCase['service']> = recordOf({
  desiredCount: fc.oneof(
    { weight: 19, arbitrary: fc.integer({ min: 1, max: 5 }) },
    { weight: 1, arbitrary: fc.constant(0) },
  ),
  minimumHealthyPercent: sometimes(40, oneOf(100, 50, 0)),
  maximumPercent: sometimes(40, oneOf(200, 150, 100)),
  breaker: sometimes(
    60,
    recordOf({
      rollback: oneOf(true, true, false),
      count: sometimes(40, fc.integer({ min: 1, max: 4 })),
    }),
  ),
  alarm: sometimes(20, fc.record({ rollback: oneOf(true, false) })),
  isLoadBalanced: sometimes(40, fc.constant(true)),
  early: sometimes(10, fc.record({ healthyPercent: oneOf(100, 50), cleanup: oneOf('BLOCKING', 'DEFERRED') })),
  pause: sometimes(
    12,
    fc.record({
      stage: hookStage,
      timeoutMinutes: fc.integer({ min: 1, max: 3 }),
      action: oneOf('ROLLBACK', 'CONTINUE'),
    }),
  ),
  bakeMinutes: sometimes(20, fc.integer({ min: 0, max: 3 })),
  strategy: sometimes(25, strategy),
  drainSeconds: sometimes(20, seconds(300)),
  lambda: sometimes(8, fc.record({ stage: hookStage, seconds: seconds(240) })),
  beside: sometimes(15, oneOf('sidecar', 'init')),
  front: sometimes(25, oneOf('gateway', 'express', 'network')),
});

const at = fc.oneof(seconds(30), seconds(300));
const hand: Arbitrary<ExternalAction> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      at,
      does: oneOf(
        'deploy',
        'deploy',
        'redeploy',
        'stop',
        'continue',
        'continue',
        'refuse',
        'delete',
        'forget',
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ at, does: fc.constant('scale' as const), to: fc.integer({ min: 0, max: 5 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ at, does: fc.constant('alarm' as const), state: oneOf('ALARM', 'ALARM', 'OK') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ at, does: fc.constant('capacity' as const), isThere: oneOf(false, true) }),
  },
);

/** Time as it is, and time some times faster, in which a run takes fewer looks and so less of ours. */
const paceAndTimeout = fc.oneof(
  { weight: 9, arbitrary: fc.record({ pace: oneOf('quick'), timeoutSeconds: oneOf(60, 40, 90) }) },
  { weight: 1, arbitrary: fc.record({ pace: oneOf('usual'), timeoutSeconds: oneOf(120, 240, 360) }) },
);

export const fuzzCases: Arbitrary<FuzzCase> = fc
  .tuple(
    recordOf({
      service,
      newTasks: fc.array(outcome, { maxLength: 4 }),
      oldTasks: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(outcome, { maxLength: 3 }) },
      ),
      recordDelay: sometimes(30, oneOf(0, 60, 'never')),
      hands: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 2, arbitrary: fc.array(hand, { maxLength: 3 }) },
      ),
      faults: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 3, arbitrary: fc.array(troubles, { maxLength: 3 }) },
      ),
      command: oneOf(
        'deploy',
        'deploy',
        'deploy',
        'deploy',
        'deploy',
        'deploy',
        'deploy twice',
        'deploy again',
        'rollback',
      ),
      answers: sometimes(15, fc.array(oneOf(200, 200, 200, 500), { minLength: 1, maxLength: 5 })),
      testAnswers: sometimes(15, fc.array(oneOf(200, 200, 500), { minLength: 1, maxLength: 12 })),
      // The longer one may last longer than a hook that is seen late.
      checkSeconds: sometimes(30, fc.constant(55)),
      gate: sometimes(60, oneOf('leave', 'continue', 'continue', 'reject')),
      bakeSeconds: sometimes(15, seconds(90)),
      rollback: sometimes(20, fc.constant('off' as const)),
      failFast: sometimes(40, fc.constant('off' as const)),
      // It takes ten calls of our time, and what it refuses tells no story.
      preflight: sometimes(70, fc.constant('off' as const)),
      cancelledAt: sometimes(12, seconds(150)),
    }),
    paceAndTimeout,
  )
  .map(([fuzzCase, times]) => ({ ...asFrontNeeds(heldOnTestTraffic(fuzzCase)), ...times }));

/** Without such a hook nothing is deployed, which tells no story. */
function heldOnTestTraffic<F extends Pick<FuzzCase, 'service' | 'testAnswers'>>(fuzzCase: F): F {
  if (!fuzzCase.testAnswers) return fuzzCase;
  const { strategy = { kind: 'BLUE_GREEN' }, pause = { timeoutMinutes: 2 }, ...service } = fuzzCase.service;
  const held = { ...pause, stage: 'POST_TEST_TRAFFIC_SHIFT', action: 'ROLLBACK' } as const;
  return { ...fuzzCase, service: { ...service, strategy, pause: held } };
}

/** A listener is there to be moved, and Express Mode moves traffic its own way, which nobody can change. (AWS docs) */
function asFrontNeeds<F extends Pick<FuzzCase, 'service' | 'testAnswers'>>(fuzzCase: F): F {
  const { front, strategy = { kind: 'BLUE_GREEN' } } = fuzzCase.service;
  if (front === 'network') return { ...fuzzCase, service: { ...fuzzCase.service, strategy } };
  if (front !== 'express') return fuzzCase;
  const { pause: _pause, lambda: _lambda, alarm: _alarm, ...service } = fuzzCase.service;
  const { testAnswers: _answers, ...plain } = fuzzCase;
  const canary = { kind: 'CANARY', percent: 5, stepMinutes: 3 } as const;
  return { ...plain, service: { ...service, strategy: canary, bakeMinutes: 3 } } as F;
}
