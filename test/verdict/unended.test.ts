import { expect } from 'chai';
import { EcsCdError } from '../../runner/errors';
import type { Ending } from '../../runner/rollout/state/ending';
import { asWanted, outcomeOfError, type Outcome } from '../../runner/verdict/outcome';
import { arnOf, backTo, deadline, failed, judge, primary, serving } from './endings';

const gate = { deployment: 'arn:x', stage: 'POST_SCALE_UP', hooks: [] };
const paused: Ending = { kind: 'paused', gate };
const off = { kind: 'off' } as const;

describe('what waits at a gate', () => {
  it('is paused, and says with which share of the traffic it waits and what answers it', () => {
    const outcome = judge({ kind: 'paused', gate: { ...gate, production: 5 } });
    expect(outcome).to.include({
      ...{ verdict: 'paused', done: 'it waits in AWS with 5 % of production traffic, without this job' },
      next: 'run the continue job (ecs-cd continue) to go on, or the reject job (ecs-cd reject) to take it back',
    });
    expect(outcome.happened).to.match(/^web:2 is paused at POST_SCALE_UP: /);
    expect(outcome.gate).to.deep.equal({ ...gate, production: 5 });
    expect(judge(paused).done).to.equal('it waits in AWS, without this job');
  });

  it('is found by its ARN where it is a way back, which no commit finds', () => {
    const { next } = judge(paused, { policy: { kind: 'by-hand', from: 'web:3' } });
    expect(next).to.contain('ECS_CD_DEPLOYMENT=arn:x');
  });

  it('needs attention as a way back of what failed', () => {
    for (const outcome of [
      judge(paused, { policy: { kind: 'going-back' } }),
      judge(failed, { rollback: paused }),
    ]) {
      expect(outcome.verdict).to.equal('needs-attention');
      expect(outcome.done).to.match(/^the rollback waits for somebody to run the continue job: .*\(arn:x\)$/);
      expect(outcome.next).to.contain('ECS_CD_DEPLOYMENT=arn:x');
    }
    expect(judge(paused, { policy: { kind: 'going-back' } }).happened).to.equal(
      'web:2 does not serve: it was being taken back already',
    );
  });
});

describe('a job that GitLab ends', () => {
  const end = (more: Partial<Extract<Ending, { kind: 'job-limit' }>> = {}): Ending => ({
    ...{ kind: 'job-limit', reason: 'not ready', limit: 'job_timeout', phase: 'in-progress' },
    ...more,
  });

  it('has no verdict yet, says what is waited for and what raises the limit', () => {
    expect(judge(end())).to.include({
      verdict: 'needs-attention',
      happened: 'GitLab is about to end this job (job_timeout), and web:2 has no verdict yet: not ready',
      done: 'not rolled back; the rollout goes on in AWS',
      fix: 'raise job_timeout',
    });
    expect(judge(end({ heldBy: 'the bake' })).happened).to.match(/: not ready; waiting for the bake$/);
    expect(judge(end({ phase: 'completed' })).done).to.equal('not rolled back; web:2 is left in place');
    expect(judge(end(), { rollback: 'asked ECS' }).done).to.equal('asked ECS');
  });

  it('is timed out where nothing is rolled back, and follows the rest in another job', () => {
    expect(judge(end(), { policy: off }).verdict).to.equal('timed-out');
    expect(judge(end()).next).to.contain('ecs-cd follow');
    const rollback = end();
    expect(judge(failed, { rollback }).done).to.match(/goes on in AWS: job_timeout ends this job/);
  });
});

describe('what a run says was done', () => {
  it('names what was called off, and a bake time that goes on', () => {
    expect(judge({ ...failed, isCalledOff: true }).happened).to.match(/ was called off: /);
    expect(judge({ ...failed, isBaking: true }, { policy: off }).done).to.match(
      /goes on with its bake time$/,
    );
  });

  it('says that ECS goes on with a rollback only where that was seen to begin', () => {
    const late = (phase: 'rolling-back' | 'in-progress'): Ending => ({
      ...deadline(phase),
      service: { deployments: [primary] },
    });
    const done = (phase: 'rolling-back' | 'in-progress') => judge(failed, { rollback: late(phase) }).done;
    expect(done('rolling-back')).to.match(
      /to web:1 has not finished within .*: 1 of 2 tasks run; ECS goes on/,
    );
    expect(done('in-progress')).to.match(/, and its result is unknown$/);
  });

  it('says until when ECS may still take back what it bakes', () => {
    const until = new Date('2026-01-01T14:32:00Z');
    const happened = (baking: { until?: Date }) => judge({ ...serving, baking }).happened;
    expect(happened({ until })).to.match(/may still take it back until about 14:32 UTC \(ECS_CD_WAIT/);
    expect(happened({})).to.match(/may still take it back \(ECS_CD_WAIT/);
  });

  it('says what to run next where tasks are missing, and where the time was over', () => {
    expect(judge({ kind: 'short-of-tasks', reason: 'x' }).next).to.match(/checks that web:2 serves$/);
    expect(judge(deadline('in-progress'), { policy: off }).next).to.match(/^run the job again to follow/);
    expect(judge(failed, { policy: off }).next).to.not.match(/to follow it further/);
    expect(judge(deadline('in-progress'), { policy: { kind: 'no-target' } }).next).to.match(
      /^deploy a commit/,
    );
    expect(judge(deadline('in-progress'), { policy: backTo, rollback: 'x' }).next).to.contain('--to web:1');
  });
});

describe('a rollback that was wanted', () => {
  const outcome: Outcome = {
    ...{ verdict: 'rolled-back', happened: 'x', findings: [], done: 'web:1 serves again' },
    ...{ serving: arnOf(1), taskDefinition: arnOf(2) },
  };

  it('is a success about what serves, with what was taken back as the one before', () => {
    expect(asWanted(outcome, 'it was rejected')).to.deep.equal({
      ...{ verdict: 'succeeded', happened: 'it was rejected: web:1 serves again', findings: [] },
      ...{ taskDefinition: arnOf(1), serving: arnOf(1), previousTaskDefinition: arnOf(2) },
    });
    expect(asWanted({ verdict: 'rolled-back', happened: 'x', findings: [] }, 'y')).to.deep.equal({
      ...{ verdict: 'succeeded', happened: 'y: ', findings: [] },
    });
  });

  it('is what it is where it ended otherwise', () => {
    const other: Outcome = { ...outcome, verdict: 'needs-attention' };
    expect(asWanted(other, 'it was rejected')).to.equal(other);
  });
});

describe('an error that ends a run', () => {
  it('is a bug where it is not ours, else what it says with its fix', () => {
    expect(outcomeOfError(new TypeError('x'))).to.deep.equal({
      ...{ verdict: 'internal-error', happened: 'TypeError: x', findings: [] },
    });
    const problems = [{ subject: 'A', message: 'b', fix: 'c' }];
    const of = (details: object) => outcomeOfError(new EcsCdError('rejected', 'no', details));
    const rejected = { verdict: 'rejected', happened: 'no', findings: [] };
    expect(of({})).to.deep.equal(rejected);
    expect(of({ fix: 'do' })).to.deep.equal({ ...rejected, fix: 'do' });
    expect(of({ problems })).to.deep.equal({ ...rejected, fix: 'see the fix of each problem' });
  });
});
