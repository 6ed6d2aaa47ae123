import { expect } from 'chai';
import type { Ending } from '../../runner/rollout/state/ending';
import { decide, observe, type FollowState, type Look } from '../../runner/rollout/step';
import type { JobEnd } from '../../runner/settings/job-end';
import { after, blind, calls, every, lookAt, nothingFound, options, service } from './follow-states';

const hopeless = { certainFailure: 'image not found', findings: [] };
const withTimeLeft = (state: FollowState, remainingMs: number): FollowState => ({
  ...state,
  patience: { ...state.patience, remainingMs },
});
const decided = (
  state: FollowState,
  ending: Look['ending'],
  diagnosis = nothingFound,
  stepOptions: Partial<typeof options> = {},
) => decide(state, ending, diagnosis, { ...options, ...stepOptions }, { calls, now: state.patience.at });
const endOf = (...args: Parameters<typeof decided>): Ending | undefined => {
  const { next } = decided(...args);
  return 'end' in next ? next.end : undefined;
};

describe('an ending', () => {
  it('ends it, with the service as it was last seen', () => {
    const end = endOf(after(['completed']), { kind: 'failed', reason: 'stopped' });
    expect(end).to.deep.equal({ kind: 'failed', reason: 'stopped', service, desiredCountAtCompletion: 2 });
  });

  it('that serves while ECS bakes says until when', () => {
    const hold = {
      kind: 'bake',
      text: 'x',
      lastsMs: 60_000,
      atMostMs: 90_000,
      since: 0,
      isFromStart: true,
    } as const;
    const state = after(['in-progress']);
    const baking = { ...state, patience: { ...state.patience, hold } };
    const serves: Ending = { kind: 'serving', service, unchecked: [], baking: {} };
    expect(endOf(baking, serves)).to.deep.include({ baking: { until: new Date(60_000) } });
    expect(endOf(state, serves)).to.deep.include({ baking: { until: undefined } });
    expect(endOf(baking, { kind: 'serving', service, unchecked: [] })).to.not.have.property('baking');
  });

  it('that serves brings the service that was verified', () => {
    const verified = { ...service, serviceName: 'verified' };
    const end = endOf(after(['completed']), { kind: 'serving', service: verified, unchecked: [] });
    expect(end).to.have.property('service', verified);
  });

  it('counts more than that the deployment cannot succeed', () => {
    const end = endOf(after(['in-progress']), { kind: 'superseded', reason: 'newer' }, hopeless);
    expect(end).to.include({ kind: 'superseded' });
  });
});

describe('a deployment that cannot succeed', () => {
  const ends = { 'in-progress': 'cannot-succeed', completed: 'failed' } as const;
  for (const phase of every) {
    const kind = phase in ends ? ends[phase as keyof typeof ends] : undefined;
    it(`${kind ? `ends as ${kind}` : 'is left to ECS'} while it is ${phase}`, () => {
      expect(endOf(after([phase]), 'not yet', hopeless)?.kind).to.equal(kind);
    });
  }

  it('is named in the log', () => {
    expect(decided(after(['in-progress']), 'not yet', hopeless).say).to.deep.equal([
      'web:2: image not found',
    ]);
  });

  it('is followed on where fail fast is off', () => {
    for (const phase of every)
      expect(endOf(after([phase]), 'not yet', hopeless, { isFailFast: false })).to.equal(undefined);
  });
});

describe('the deadline', () => {
  it('comes when no time is left, and not a millisecond sooner', () => {
    const state = after(['in-progress']);
    expect(endOf(withTimeLeft(state, 0), 'not yet')).to.include({ kind: 'deadline', reason: 'not yet' });
    expect(endOf(withTimeLeft(state, 1), 'not yet')).to.equal(undefined);
  });

  it('is brought nearer by the time that the look itself took', () => {
    const state = withTimeLeft(after(['in-progress']), 5_000);
    const { next } = decide(state, 'not yet', nothingFound, options, {
      calls,
      now: state.patience.at + 5_000,
    });
    expect(next).to.have.property('end');
  });

  const seen = {
    'in-progress': ['in-progress', 'unknown'],
    paused: ['in-progress', 'unknown'],
    completed: ['completed', 'lost-sight'],
    // What was seen to go back is not taken back once more, whatever cannot be seen since.
    'rolling-back': ['rolling-back', 'rolling-back'],
    'rolled-back': ['rolling-back', 'rolling-back'],
  } as const;
  for (const phase of every) {
    const [sighted, unsighted] = seen[phase];
    it(`of a deployment that is ${phase} says ${sighted}, and ${unsighted} where AWS is silent`, () => {
      const state = withTimeLeft(after([phase]), 0);
      expect(endOf(state, 'not yet')).to.include({ kind: 'deadline', phase: sighted });
      const end = endOf(state, blind);
      if (unsighted === 'lost-sight') expect(end).to.include({ kind: unsighted, error: blind });
      else expect(end).to.include({ kind: 'deadline', phase: unsighted, reason: blind.message });
    });
  }

  it('is no failure where more tasks were asked for after the completion', () => {
    const deployments = [{ status: 'PRIMARY', runningCount: 2 }];
    const scaled = { ...service, desiredCount: 4, deployments };
    const late = (phase: 'completed' | 'in-progress') =>
      endOf({ ...withTimeLeft(after([phase]), 0), service: scaled, desiredCountAtCompletion: 2 }, 'not yet');
    expect(late('completed')?.kind).to.equal('short-of-tasks');
    expect(late('in-progress')?.kind).to.equal('deadline');
  });

  for (const [fault, kind] of [
    ['surroundings', 'short-of-tasks'],
    ['nobody', 'short-of-tasks'],
    ['release', 'deadline'],
  ] as const) {
    it(`is ${kind} where a task of what was completed ended, and ${fault} is to blame`, () => {
      const cause = { id: 'x', explanation: 'AWS took it', fault };
      const taken = { cause, said: 'x', revision: 'web:2', taskIds: ['1'], isOurs: true };
      const primary = { status: 'PRIMARY', taskDefinition: 'web:2', runningCount: 1 };
      const state = {
        ...withTimeLeft(after(['completed']), 0),
        service: { ...service, deployments: [primary] },
      };
      const findings = { ...nothingFound, findings: [taken] };
      const { next } = decide(state, 'not yet', findings, options, { calls, now: state.patience.at });
      expect(next).to.have.nested.property('end.kind', kind);
    });
  }
});

describe('what AWS calls over, and cannot be asked about', () => {
  const serving: Ending = { kind: 'serving', service, unchecked: ['its tasks'] };
  const state = observe(
    after(['completed']),
    lookAt('completed', { ifUnseen: serving }),
    options,
    20_000,
  ).state;
  const endAt = (now: number, more: Partial<FollowState> = {}, jobEnd?: JobEnd) => {
    const { next } = decide({ ...state, ...more }, 'unseen', nothingFound, options, { calls, now, jobEnd });
    return 'end' in next ? next.end : undefined;
  };

  it('is left out once the service has shown it to run for forty seconds, past the deadline too', () => {
    for (const more of [{}, withTimeLeft(state, 0)]) {
      expect(endAt(59_999, more)).to.equal(undefined);
      expect(endAt(60_000, more)).to.include({ kind: 'serving' });
    }
    const { next } = decide(withTimeLeft(state, 0), 'unseen', nothingFound, options, { calls, now: 20_000 });
    expect(next).to.have.property('waitMs').that.is.above(0);
  });

  it('is left in place where GitLab ends the job before that', () => {
    const end = endAt(20_000, {}, { leaveAt: 20_000, limit: 'job_timeout' });
    expect(end).to.include({ kind: 'job-limit', heldBy: 'a look at its tasks' });
  });

  it('is neither a success nor undone when a task has failed: between two crashes it runs, too', () => {
    const events = [{ createdAt: new Date(0), message: '(service web) has started 3 tasks: (task 1).' }];
    const reading = { service: { ...service, events } };
    const look = lookAt('completed', { ifUnseen: serving, reading });
    const broken = observe(state, look, options, 60_000).state;
    const later = observe(broken, lookAt('completed', { ifUnseen: serving }), options, 200_000).state;
    expect(endAt(200_000, later)).to.equal(undefined);
    expect(endAt(200_000, withTimeLeft(later, 0))).to.include({ kind: 'lost-sight' });
  });

  it('is waited for anew once it could be seen', () => {
    const seen = observe(state, lookAt('completed'), options, 30_000).state;
    const again = observe(seen, lookAt('completed', { ifUnseen: serving }), options, 70_000).state;
    expect(endAt(70_000, seen)).to.equal(undefined);
    expect(endAt(109_999, again)).to.equal(undefined);
    expect(endAt(110_000, again)).to.include({ kind: 'serving' });
  });
});

describe('what is waited for', () => {
  const told = (state: FollowState, missing: Look['ending']) => {
    const { say, next } = decided(state, missing);
    return { say, state: 'end' in next ? state : next.state };
  };

  it('is told once ECS calls the deployment over, and not before', () => {
    for (const phase of every) {
      const isOver = phase === 'completed' || phase === 'rolled-back';
      const { say } = told(after([phase]), '1 of 2 tasks are running');
      expect(say, phase).to.deep.equal(isOver ? ['waiting: 1 of 2 tasks are running'] : []);
    }
  });

  it('is told once, whatever its counts, and everything else beside it', () => {
    const first = told(after(['completed']), '1 of 2 tasks are running');
    const second = told(first.state, '2 of 12 tasks are running');
    expect(second.say).to.deep.equal([]);
    const third = told(second.state, 'its rollout is IN_PROGRESS');
    expect(third.say).to.deep.equal(['waiting: its rollout is IN_PROGRESS']);
    expect(told(third.state, '0 of 2 tasks are running').say).to.deep.equal([]);
  });

  it('is nothing while AWS is silent', () => {
    expect(told(after(['completed']), blind).say).to.deep.equal([]);
  });
});
