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

  it('during a hold leaves the clock stopped', () => {
    const { state } = observe(after(['paused']), { ending: blind }, options, 300_000);
    expect(state.patience.remainingMs).to.equal(600_000);
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
