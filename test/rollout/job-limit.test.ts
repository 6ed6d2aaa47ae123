import { expect } from 'chai';
import { decide, type FollowState, type Look } from '../../runner/rollout/step';
import { after, blind, calls, nothingFound, options } from './follow-states';

describe('the end of the job', () => {
  const jobEnd = { leaveAt: 30_000, limit: 'job_timeout' };
  const at = (state: FollowState, now: number, ending: Look['ending'] = 'not yet') =>
    decide(state, ending, nothingFound, options, { calls, now, jobEnd });

  it('comes at its time and not sooner, and no look after it is waited for', () => {
    const { next } = at(after(['in-progress']), 29_000);
    expect(next).to.include({ waitMs: 1_000 });
    expect(at(after(['in-progress']), 30_000).next).to.have.nested.property('end.kind', 'job-limit');
  });

  it('is told, and says how far the deployment was and what was waited for on purpose', () => {
    const { say, next } = at(after(['in-progress']), 30_000, blind);
    expect(say).to.deep.equal(['GitLab is about to end this job: job_timeout']);
    expect(next).to.have.nested.property('end.reason', blind.message);
    expect(next).to.have.nested.property('end.heldBy', undefined);
    const paused = at(after(['paused']), 30_000).next;
    expect(paused).to.have.nested.property('end.heldBy', 'somebody to continue it');
    expect(paused).to.have.nested.property('end.phase', 'paused');
    for (const phase of ['rolling-back', 'rolled-back'] as const)
      expect(at(after([phase]), 30_000).next)
        .to.have.property('end')
        .that.includes({
          ...{ kind: 'job-limit', limit: 'job_timeout', phase: 'rolling-back' },
        });
  });
});

describe('what has to be confirmed', () => {
  it('gets two minutes beyond the deadline: ours is in no reading, and an update might overwrite somebody', () => {
    const candidate = { phase: 'rolled-back', since: 0 } as const;
    const unsure = { ...after(['in-progress']), candidate };
    const late = (remainingMs: number) => {
      const state = { ...unsure, patience: { ...unsure.patience, remainingMs } };
      return decide(state, 'unsure', nothingFound, options, { calls, now: state.patience.at }).next;
    };
    expect(late(-119_999)).to.not.have.property('end');
    expect(late(-120_000)).to.have.nested.property('end.kind', 'deadline');
  });
});
