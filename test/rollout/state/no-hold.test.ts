import { expect } from 'chai';
import { isBaking, stageTextOf } from '../../../runner/rollout/state/hold';
import { followed } from '../follow-states';
import {
  bakes,
  balanced,
  before,
  draining,
  holdOf,
  networked,
  ours,
  readingOf,
  shifting,
  type Seen,
} from './hold-readings';

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
    [
      'while a task of ours has failed',
      { configuration: bakes, deployments: [{ ...ours, failedTasks: 1 }, before] },
    ],
    [
      'by a first deployment behind a load balancer, which may just not be healthy yet',
      { configuration: bakes, loadBalancers: balanced },
    ],
    [
      'in the stage in which tasks start behind a Network Load Balancer',
      { ...shifting({ strategy: 'CANARY' }, 0, 'SCALE_UP'), loadBalancers: networked },
    ],
    [
      'in a stage of any other load balancer',
      { ...shifting({ strategy: 'CANARY' }, 0, 'PRE_SCALE_UP'), loadBalancers: balanced },
    ],
    [
      'by a bake that ECS says, of which no task runs, or one has failed',
      {
        ...shifting({ strategy: 'BLUE_GREEN', ...bakes }, 100, 'BAKE_TIME'),
        deployments: [{ ...ours, failedTasks: 1 }],
      },
    ],
    [
      'by a bake that ECS says on the way back',
      {
        ...shifting({ strategy: 'BLUE_GREEN', ...bakes }, 100, 'BAKE_TIME'),
        phase: 'rolling-back',
        deployments: [{ ...ours, pendingCount: 1 }],
      },
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

describe('a deployment is seen to bake', () => {
  const bakesIn = ({ phase = 'in-progress', ...seen }: Seen) => isBaking(followed, readingOf(seen), phase);

  it('where only a rolling one is wanted, which says no stage, and once a shift says so', () => {
    expect(bakesIn({ configuration: bakes, deployments: [ours, before] })).to.equal(true);
    expect(bakesIn(shifting({ strategy: 'BLUE_GREEN', ...bakes }, 100, 'BAKE_TIME'))).to.equal(true);
  });

  it('not before, not where a shift has no record, and not on the way back', () => {
    expect(bakesIn({ configuration: bakes, deployments: [{ ...ours, runningCount: 1 }] })).to.equal(false);
    expect(bakesIn({ configuration: { strategy: 'BLUE_GREEN', ...bakes } })).to.equal(false);
    expect(bakesIn(shifting({ strategy: 'LINEAR', ...bakes }, 10))).to.equal(false);
    expect(bakesIn({ configuration: bakes, phase: 'rolling-back' })).to.equal(false);
  });
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
