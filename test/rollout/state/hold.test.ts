import { expect } from 'chai';
import type { holdIn } from '../../../runner/rollout/state/hold';
import {
  alarms,
  bakes,
  balanced,
  before,
  draining,
  holdOf,
  minutes,
  networked,
  ours,
  shifting,
  type Seen,
} from './hold-readings';

describe('time is spent on purpose', () => {
  const cases: [string, Seen, ReturnType<typeof holdIn> extends infer H ? Partial<H> : never][] = [
    [
      'for 14 days at most while it is paused',
      { phase: 'paused' },
      { kind: 'pause', text: 'somebody to continue it', atMostMs: minutes(20_160) },
    ],
    [
      'for a day at most while a hook runs',
      { record: { lifecycleHookDetails: [{ status: 'SUCCEEDED' }, { status: 'IN_PROGRESS' }] } },
      { kind: 'hook', text: 'a lifecycle hook to end', atMostMs: minutes(1_440) },
    ],
    [
      'while a hook runs on the way back',
      { record: { lifecycleHookDetails: [{ status: 'IN_PROGRESS' }] }, phase: 'rolling-back' },
      { kind: 'hook' },
    ],
    [
      'while the tasks before drain, for an hour at most and a little',
      { deployments: [ours, draining] },
      { kind: 'drain', text: 'replaced tasks to drain', atMostMs: minutes(65) },
    ],
    [
      'while our own tasks drain on the way back',
      {
        phase: 'rolling-back',
        deployments: [
          { ...ours, status: 'ACTIVE', desiredCount: 0 },
          { ...before, status: 'PRIMARY', desiredCount: 2, runningCount: 2 },
        ],
      },
      { kind: 'drain' },
    ],
    [
      'for the bake time once only ours is wanted',
      { configuration: bakes, deployments: [ours, before] },
      {
        kind: 'bake',
        text: 'the end of the bake time',
        lastsMs: minutes(10),
        atMostMs: minutes(15),
      },
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
      { kind: 'completion', text: 'ECS to call it completed', atMostMs: minutes(1) },
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
    [
      'in a stage of the Network Load Balancer, before a task of ours is there',
      {
        ...shifting({ strategy: 'CANARY' }, 0, 'PRE_SCALE_UP'),
        loadBalancers: networked,
        deployments: [before],
      },
      {
        kind: 'step',
        text: 'the Network Load Balancer, which ECS gives 10 min at this stage',
        atMostMs: minutes(10 + 40 + 5),
      },
    ],
    [
      'for the bake that ECS says, though tasks were asked for since',
      {
        ...shifting({ strategy: 'BLUE_GREEN', ...bakes }, 100, 'BAKE_TIME'),
        deployments: [{ ...ours, desiredCount: 4, pendingCount: 2 }],
      },
      { kind: 'bake' },
    ],
    [
      'for the bake time of a first deployment that nothing balances',
      { configuration: bakes, deployments: [ours] },
      { kind: 'bake' },
    ],
    [
      'for the bake time behind a load balancer, beside what it replaces',
      { configuration: bakes, deployments: [ours, before], loadBalancers: balanced },
      { kind: 'bake' },
    ],
    [
      'for the bake time behind a load balancer, where the record knows what it replaces',
      {
        configuration: bakes,
        loadBalancers: balanced,
        record: { sourceServiceRevisions: [{ arn: 'service-revision/shop/web/1' }] },
      },
      { kind: 'bake' },
    ],
    [
      'for the bake time with fewer tasks than wanted, where the early success criteria ask for no more',
      {
        configuration: {
          ...bakes,
          earlySuccessCriteria: { enable: true, healthyPercent: 50 },
          minimumHealthyPercent: 50,
        },
        deployments: [{ ...ours, runningCount: 1, pendingCount: 1 }, before],
      },
      { kind: 'bake' },
    ],
  ];
  for (const [when, seen, hold] of cases) it(when, () => expect(holdOf(seen)).to.deep.include(hold));
});
