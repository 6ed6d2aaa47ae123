import type { Deployment, DeploymentConfiguration, ServiceDeployment } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { holdIn, stageTextOf } from '../../../runner/rollout/state/hold';
import type { Phase } from '../../../runner/rollout/state/rollout-state';
import { followed } from '../follow-states';

const minutes = (count: number) => count * 60_000;
const ours: Deployment = {
  id: followed.deploymentId,
  status: 'PRIMARY',
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
};
const before: Deployment = { id: 'ecs-svc/1', status: 'ACTIVE', desiredCount: 0, runningCount: 0 };
const draining: Deployment = { ...before, runningCount: 2 };

interface Seen {
  readonly deployments?: readonly Deployment[];
  readonly configuration?: DeploymentConfiguration;
  readonly record?: ServiceDeployment;
  readonly phase?: Phase;
}

const holdOf = ({ deployments = [ours], configuration, record, phase = 'in-progress' }: Seen) =>
  holdIn(
    followed,
    {
      service: {
        status: 'ACTIVE',
        deployments: [...deployments],
        ...(configuration ? { deploymentConfiguration: configuration } : {}),
      },
      ...(record ? { serviceDeployment: record } : {}),
    },
    phase,
  );
const bakes = { bakeTimeInMinutes: 10 };
const alarms = { alarmNames: ['errors'], enable: true, rollback: true };
const shifting = (configuration: DeploymentConfiguration, weight?: number, stage?: string) => ({
  configuration,
  record: {
    ...(stage ? { lifecycleStage: stage as 'BAKE_TIME' } : {}),
    ...(weight === undefined ? {} : { targetServiceRevision: { requestedProductionTrafficWeight: weight } }),
  },
});

describe('time is spent on purpose', () => {
  const cases: [string, Seen, ReturnType<typeof holdIn> extends infer H ? Partial<H> : never][] = [
    [
      'for 14 days at most while it is paused',
      { phase: 'paused' },
      { kind: 'pause', atMostMs: minutes(20_160) },
    ],
    [
      'for a day at most while a hook runs',
      { record: { lifecycleHookDetails: [{ status: 'SUCCEEDED' }, { status: 'IN_PROGRESS' }] } },
      { kind: 'hook', atMostMs: minutes(1_440) },
    ],
    [
      'while a hook runs on the way back',
      { record: { lifecycleHookDetails: [{ status: 'IN_PROGRESS' }] }, phase: 'rolling-back' },
      { kind: 'hook' },
    ],
    [
      'while the tasks before drain, for an hour at most and a little',
      { deployments: [ours, draining] },
      { kind: 'drain', atMostMs: minutes(65) },
    ],
    [
      'while our own tasks drain on the way back',
      {
        phase: 'rolling-back',
        deployments: [
          { ...before, status: 'PRIMARY', desiredCount: 2, runningCount: 2 },
          { ...ours, status: 'ACTIVE', desiredCount: 0 },
        ],
      },
      { kind: 'drain' },
    ],
    [
      'for the bake time once only ours is wanted',
      { configuration: bakes, deployments: [ours, before] },
      { kind: 'bake', lastsMs: minutes(10), atMostMs: minutes(15) },
    ],
    [
      'for the bake time beside tasks that a deferred cleanup leaves for weeks',
      {
        configuration: {
          ...bakes,
          earlySuccessCriteria: { enable: true, sourceServiceRevisionCleanup: 'DEFERRED' },
        },
        deployments: [ours, { ...before, desiredCount: 1, runningCount: 1 }],
      },
      { kind: 'bake', lastsMs: minutes(10) },
    ],
    [
      'for the five minutes of an alarm where no bake time is set',
      { configuration: { alarms } },
      { kind: 'bake', lastsMs: minutes(5) },
    ],
    [
      'for the bake time that is set rather than the one of an alarm',
      { configuration: { alarms, ...bakes } },
      { kind: 'bake', lastsMs: minutes(10) },
    ],
    [
      'as the record has it configured, which the service may not be any more',
      { configuration: { bakeTimeInMinutes: 1 }, record: { deploymentConfiguration: bakes } },
      { kind: 'bake', lastsMs: minutes(10) },
    ],
    [
      'for the bake time of a blue/green deployment in its stage',
      shifting({ strategy: 'BLUE_GREEN', ...bakes }, 100, 'BAKE_TIME'),
      { kind: 'bake', lastsMs: minutes(10) },
    ],
    [
      'between the steps of a linear shift, nine of six minutes unless configured',
      shifting({ strategy: 'LINEAR' }, 10),
      { kind: 'step', text: 'the next step of the traffic shift, after 6 min', atMostMs: minutes(54 + 5) },
    ],
    [
      'between the steps of a linear shift as they are configured',
      shifting(
        { strategy: 'LINEAR', linearConfiguration: { stepPercent: 30, stepBakeTimeInMinutes: 2 } },
        30,
      ),
      { kind: 'step', text: 'the next step of the traffic shift, after 2 min', atMostMs: minutes(6 + 5) },
    ],
    [
      'for the canary, ten minutes unless configured',
      shifting({ strategy: 'CANARY' }, 5),
      { kind: 'step', atMostMs: minutes(10 + 5) },
    ],
    [
      'for the canary as it is configured',
      shifting({ strategy: 'CANARY', canaryConfiguration: { canaryBakeTimeInMinutes: 3 } }, 5),
      { kind: 'step', atMostMs: minutes(3 + 5) },
    ],
    [
      'for steps and bake time together where no record tells the stage',
      { configuration: { strategy: 'CANARY', ...bakes } },
      { kind: 'bake', lastsMs: minutes(20) },
    ],
    [
      'for ECS to call it completed, a minute at most, where nothing is configured',
      {},
      { kind: 'completion', atMostMs: minutes(1) },
    ],
    [
      'for ECS to call it completed where alarms are named and not enabled',
      { configuration: { alarms: { ...alarms, enable: false } } },
      { kind: 'completion' },
    ],
    [
      'while a traffic shift cleans up what it has replaced',
      shifting({ strategy: 'LINEAR', ...bakes }, 100, 'CLEAN_UP'),
      { kind: 'drain', atMostMs: minutes(65) },
    ],
  ];
  for (const [when, seen, hold] of cases) it(when, () => expect(holdOf(seen)).to.deep.include(hold));
});

describe('no time is spent on purpose', () => {
  const cases: [string, Seen][] = [
    ['once it is completed', { phase: 'completed', configuration: bakes }],
    ['once it is completed, though old tasks drain', { phase: 'completed', deployments: [ours, draining] }],
    [
      'by a hook that has ended',
      {
        record: { lifecycleHookDetails: [{ status: 'SUCCEEDED' }] },
        deployments: [{ ...ours, pendingCount: 1 }],
      },
    ],
    [
      'while a task of ours is missing',
      { configuration: bakes, deployments: [{ ...ours, runningCount: 1 }] },
    ],
    [
      'while a task of ours is pending',
      { configuration: bakes, deployments: [{ ...ours, pendingCount: 1 }] },
    ],
    ['while ours is not listed', { configuration: bakes, deployments: [before] }],
    [
      'while the revision before is still wanted',
      { configuration: bakes, deployments: [ours, { ...draining, desiredCount: 1 }] },
    ],
    [
      'while one of those before drains and another is still wanted',
      { deployments: [ours, draining, { ...draining, id: 'ecs-svc/0', desiredCount: 1 }] },
    ],
    ['by a bake time on the way back', { phase: 'rolling-back', configuration: bakes }],
    [
      'by a blue/green deployment without bake time and record',
      { configuration: { strategy: 'BLUE_GREEN' } },
    ],
    ['before the first step of a shift', shifting({ strategy: 'LINEAR' }, 0)],
    ['while the record names no weight', shifting({ strategy: 'LINEAR' })],
    ['after the last step of a shift', shifting({ strategy: 'LINEAR' }, 100)],
    ['by a blue/green shift, which has no steps', shifting({ strategy: 'BLUE_GREEN', ...bakes }, 50)],
  ];
  for (const [when, seen] of cases) it(when, () => expect(holdOf(seen)).to.equal(undefined));
});

describe('the stage of a deployment', () => {
  it('is told with the weights that the record has', () => {
    const lifecycleStage = 'PRODUCTION_TRAFFIC_SHIFT' as const;
    const weights = { requestedProductionTrafficWeight: 0, requestedTestTrafficWeight: 100 };
    expect(stageTextOf({ lifecycleStage, targetServiceRevision: weights })).to.equal(
      'stage PRODUCTION_TRAFFIC_SHIFT, production 0 %, test 100 %',
    );
    expect(stageTextOf({ lifecycleStage })).to.equal('stage PRODUCTION_TRAFFIC_SHIFT');
  });

  it('is nothing where the record has none, or there is no record', () => {
    expect(stageTextOf({ targetServiceRevision: { requestedTestTrafficWeight: 1 } })).to.equal(undefined);
    expect(stageTextOf(undefined)).to.equal(undefined);
  });
});
