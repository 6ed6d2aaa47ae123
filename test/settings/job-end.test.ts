import { expect } from 'chai';
import { jobEndOf } from '../../runner/settings/job-end';

const now = Date.parse('2026-11-26T12:00:00Z');
const leavesAt = (env: Record<string, string>): string | undefined => {
  const end = jobEndOf(env, now);
  return end && new Date(end.leaveAt).toISOString().slice(11, 19);
};

describe('the end of the job', () => {
  it('is not known where GitLab names no limit, or none that can be read', () => {
    expect(leavesAt({})).to.equal(undefined);
    expect(leavesAt({ RUNNER_SCRIPT_TIMEOUT: 'an hour', CI_JOB_TIMEOUT: 'x' })).to.equal(undefined);
    expect(leavesAt({ RUNNER_SCRIPT_TIMEOUT: '0s', CI_JOB_TIMEOUT: '3600' })).to.equal(undefined);
  });

  it('is a minute away from that of the script, which began with the runner', () => {
    expect(leavesAt({ RUNNER_SCRIPT_TIMEOUT: '60m' })).to.equal('12:59:00');
    expect(leavesAt({ RUNNER_SCRIPT_TIMEOUT: '1h30m' })).to.equal('13:29:00');
    expect(leavesAt({ RUNNER_SCRIPT_TIMEOUT: '1.5h' })).to.equal('13:29:00');
  });

  it('is a tenth away from that of a limit of minutes', () => {
    expect(leavesAt({ RUNNER_SCRIPT_TIMEOUT: '5m' })).to.equal('12:04:30');
    expect(leavesAt({ RUNNER_SCRIPT_TIMEOUT: '90s500ms' })).to.equal('12:01:21');
  });

  const job = { CI_JOB_TIMEOUT: '3600', CI_JOB_STARTED_AT: '2026-11-26T11:50:00Z' };

  it('is that of the whole job, which began before', () => {
    expect(leavesAt(job)).to.equal('12:49:00');
    expect(jobEndOf(job, now)?.limit).to.equal('the timeout of the job (CI_JOB_TIMEOUT, 3600 s)');
  });

  it('is the one that comes first', () => {
    expect(leavesAt({ ...job, RUNNER_SCRIPT_TIMEOUT: '30m' })).to.equal('12:29:00');
    expect(leavesAt({ ...job, RUNNER_SCRIPT_TIMEOUT: '70m' })).to.equal('12:49:00');
  });

  it('is no later and no earlier for a clock that is not that of GitLab', () => {
    expect(leavesAt({ ...job, CI_JOB_STARTED_AT: '2026-11-26T15:00:00Z' })).to.equal('12:59:00');
    expect(leavesAt({ ...job, CI_JOB_STARTED_AT: '2026-11-26T09:00:00Z' })).to.equal(undefined);
  });
});
