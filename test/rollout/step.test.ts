import { expect } from 'chai';
import fc from 'fast-check';
import { decide, firstTick, observe, type FollowState, type Look } from '../../runner/rollout/step';
import {
  after,
  blind,
  followed,
  lookAt,
  nothingFound,
  options,
  phases,
  service,
  start,
} from './follow-states';

describe('the first look at a deployment', () => {
  it('comes after two seconds, or at the deadline if that is sooner', () => {
    expect(firstTick(options, 0).waitMs).to.equal(2_000);
    expect(firstTick({ ...options, timeoutSeconds: 1 }, 0).waitMs).to.equal(1_000);
  });

  it('begins with a deployment that is in progress', () => {
    expect(start.rollout).to.deep.equal({ phase: 'in-progress' });
  });
});

describe('a rollback that begins while a deployment is followed', () => {
  it('gets its time once, whatever an old reading shows in between', () => {
    const begun = after(['in-progress', 'rolling-back']);
    expect(begun.patience.remainingMs).to.equal(300_000);
    const again = after(['in-progress', 'rolling-back', 'in-progress', 'rolling-back']);
    expect(again.patience.remainingMs).to.equal(280_000);
  });

  it('is told with its reason, or as what this job asked for', () => {
    const { say } = observe(start, lookAt('rolling-back'), options, 0);
    expect(say).to.deep.equal(['rolling back: an alarm went off']);
    const asked = observe(start, lookAt('rolling-back'), { ...options, isRollbackAsked: true }, 0);
    expect(asked.say).to.deep.equal(['rolling back, as this job asked']);
  });

  it('is told once', () => {
    const begun = after(['rolling-back']);
    expect(observe(begun, lookAt('rolling-back'), options, 20_000).say).to.deep.equal([]);
  });
});

describe('a pause', () => {
  it('is told with what it waits for', () => {
    expect(observe(start, lookAt('paused'), options, 0).say).to.deep.equal(['paused: a hook waits']);
  });
});

describe('the desired count of a completed deployment', () => {
  const countAfter = (state: FollowState, look: Look) =>
    observe(state, look, options, 0).state.desiredCountAtCompletion;

  it('is what the service asked for when it was first seen completed', () => {
    expect(countAfter(start, lookAt('in-progress'))).to.equal(undefined);
    expect(countAfter(start, lookAt('completed'))).to.equal(2);
    const more = { reading: { service: { ...service, desiredCount: 9 } } };
    expect(countAfter(after(['completed']), lookAt('completed', more))).to.equal(2);
    expect(countAfter(after(['completed', 'paused']), lookAt('completed', more))).to.equal(2);
  });

  it('is the one that was known before, where it was followed before', () => {
    const known = firstTick({ ...options, desiredCountAtCompletion: 5 }, 0).state;
    expect(countAfter(known, lookAt('completed'))).to.equal(5);
  });

  it('is nothing to tell', () => {
    expect(observe(start, lookAt('completed'), options, 0).say).to.deep.equal([]);
    expect(observe(after(['rolling-back']), lookAt('in-progress'), options, 20_000).say).to.deep.equal([]);
    const again = after(['rolling-back', 'in-progress']);
    expect(observe(again, lookAt('rolling-back'), options, 30_000).say).to.have.length(1);
  });

  it('is 0 where the service does not say', () => {
    expect(countAfter(start, lookAt('completed', { reading: { service: undefined } }))).to.equal(0);
  });
});

describe('a look that sees nothing', () => {
  it('leaves what the last one saw', () => {
    const seen = after(['completed']);
    const { state } = observe(seen, { ending: blind }, options, 20_000);
    expect(state).to.deep.include({ rollout: phases.completed, service });
    expect(state.patience.remainingMs).to.equal(580_000);
  });

  it('leaves nothing to be confirmed', () => {
    const candidate = { phase: 'service-gone', since: 0 } as const;
    const unsure = observe(start, lookAt('in-progress', { candidate }), options, 0).state;
    expect(unsure.candidate).to.equal(candidate);
    expect(observe(unsure, { ending: blind }, options, 0).state.candidate).to.equal(undefined);
  });

  it('leaves the hold of the last one where it is to be confirmed what it saw', () => {
    const look: Look = {
      reading: { service },
      candidate: { phase: 'service-gone', since: 0 },
      ending: 'unsure',
    };
    const { hold } = observe(after(['paused']), look, options, 20_000).state.patience;
    expect(hold).to.include({ kind: 'pause' });
  });

  it('is counted as silence, and a look that sees something ends that', () => {
    const silent = observe(after(['completed']), { ending: blind }, options, 20_000).state;
    expect(silent.patience.blindMs).to.equal(10_000);
    expect(observe(silent, lookAt('completed'), options, 30_000).state.patience.blindMs).to.equal(0);
    const { next } = decide(silent, blind, nothingFound, options, {
      calls: { roomInMs: 0, inLastMinute: 1 },
      now: 25_000,
    });
    expect(next).to.have.nested.property('state.patience.blindMs', 15_000);
  });

  it('during a hold leaves the clock stopped', () => {
    const { state } = observe(after(['paused']), { ending: blind }, options, 300_000);
    expect(state.patience.remainingMs).to.equal(600_000);
  });
});

describe('tasks that are not healthy yet', () => {
  const bakes = { bakeTimeInMinutes: 10 };
  const full = {
    id: followed.deploymentId,
    status: 'PRIMARY',
    desiredCount: 2,
    runningCount: 2,
    failedTasks: 0,
  };
  const before = { id: 'ecs-svc/1', status: 'ACTIVE', desiredCount: 0, runningCount: 0 };
  const holdOf = (unproven: Look['unproven'], deploymentConfiguration?: object, more: object = {}) => {
    const seen = { ...service, deployments: [full, before], deploymentConfiguration };
    const look = lookAt('in-progress', { reading: { service: seen }, unproven });
    return observe(start, look, { ...options, ...more }, 0).state.patience.hold;
  };

  it('bake nothing, and take time of the deployment, where they are unhealthy', () => {
    expect(holdOf(undefined, bakes)).to.include({ kind: 'bake' });
    expect(holdOf('unhealthy', bakes)).to.equal(undefined);
  });

  it('are waited for where they are only young, for as long as a bake would last', () => {
    expect(holdOf('young')).to.include({ kind: 'completion', atMostMs: 60_000 });
    expect(holdOf('young', bakes)).to.include({ kind: 'completion', atMostMs: 600_000 });
    expect(holdOf('young', bakes, { isSettling: true })).to.include({ atMostMs: 60_000 });
  });

  it('are not waited for on purpose by a deployment that is to be undone, but on its way back', () => {
    expect(holdOf(undefined, bakes, { isSettling: true })).to.equal(undefined);
    const hook = {
      service,
      serviceDeployment: { lifecycleHookDetails: [{ status: 'IN_PROGRESS' as const }] },
    };
    const hookHold = (phase: 'in-progress' | 'rolling-back') =>
      observe(start, lookAt(phase, { reading: hook }), { ...options, isSettling: true }, 0).state.patience
        .hold;
    expect(hookHold('rolling-back')).to.include({ kind: 'hook' });
    expect(hookHold('in-progress')).to.equal(undefined);
  });
});

describe('following a deployment', () => {
  const longestLookMs = 60_000;
  const looks = fc.array(
    fc.record({
      phase: fc.constantFrom('in-progress', 'completed', 'rolling-back', 'rolled-back'),
      isBlind: fc.boolean(),
      tookMs: fc.integer({ min: 0, max: longestLookMs }),
      inLastMinute: fc.integer({ min: 0, max: 60 }),
      roomInMs: fc.integer({ min: 0, max: 60_000 }),
    }),
    { minLength: 1, maxLength: 40 },
  );

  it('whatever it sees, never outlasts its time and that of one rollback by more than a look each', () => {
    fc.assert(
      fc.property(looks, (seen) => {
        let { state, waitMs } = firstTick(options, 0);
        let now = 0;
        for (let index = 0; index < 200; index += 1) {
          const { phase, isBlind, tookMs, ...counts } = seen[index % seen.length]!;
          now += waitMs + tookMs;
          const look = isBlind ? { ending: blind } : lookAt(phase);
          state = observe(state, look, options, now).state;
          const { next } = decide(state, look.ending, nothingFound, options, { calls: counts, now });
          if ('end' in next) return void expect(now).to.be.at.most(900_000 + 2 * longestLookMs);
          expect(next.waitMs).to.be.above(0);
          ({ state, waitMs } = next);
        }
        expect.fail('it is followed without end');
      }),
    );
  });

  it('spends its closer looks one by one', () => {
    const full = { id: followed.deploymentId, status: 'PRIMARY', desiredCount: 2, runningCount: 2 };
    const near = { ...after(['in-progress']), service: { ...service, deployments: [full] } };
    const { next } = decide(near, 'not yet', nothingFound, options, {
      calls: { roomInMs: 0, inLastMinute: 1 },
      now: near.patience.at,
    });
    expect(next).to.include({ waitMs: 1_000 });
    expect('state' in next && next.state.closerLooksLeft).to.equal(near.closerLooksLeft - 1);
  });
});
