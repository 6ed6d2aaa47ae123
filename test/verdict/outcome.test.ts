import { expect } from 'chai';
import type { Finding } from '../../runner/diagnosis/finding';
import type { Ending } from '../../runner/rollout/state/ending';
import { arnOf, deadline, failed, judge, lost, rolledBack, serving } from './endings';

describe('what a run says happened', () => {
  const happened = (...args: Parameters<typeof judge>) => judge(...args).happened;

  it('names the revision and why it failed', () => {
    expect(happened(failed)).to.equal('the deployment of web:2 failed: tasks crash');
    expect(happened(deadline('in-progress'))).to.contain('no verdict within 10:00: not ready');
    expect(happened(rolledBack)).to.equal('ECS rolled web:2 back: an alarm went off');
    expect(happened(rolledBack, { policy: { kind: 'going-back' } })).to.equal(
      'web:2 does not serve: an alarm went off',
    );
    expect(happened(failed, { policy: { kind: 'serving' } })).to.match(/^web:2 does not serve as it should/);
  });

  it('says that nothing changed where it served before, unless nothing serves', () => {
    const policy = { kind: 'serving' } as const;
    expect(happened(serving, { policy })).to.match(/^nothing to change: web:2 serves 2 of 2/);
    expect(happened(serving)).to.match(/^web:2 serves 2 of 2/);
    const empty: Ending = { ...serving, service: { desiredCount: 0 } };
    expect(happened(empty, { policy })).to.match(/^web:2 is set, but the desired count is 0/);
  });

  it('of a cancelled job names the signal, and what had failed before', () => {
    const cancelled: Ending = { kind: 'cancelled', phase: 'completed' };
    expect(happened(cancelled)).to.equal('the job was cancelled (SIGTERM) while web:2 was being deployed');
    expect(happened({ ...cancelled, reason: 'tasks crash' })).to.match(/, which had failed: tasks crash$/);
  });

  it('keeps to what was verified', () => {
    const unchecked: Ending = { ...serving, unchecked: ['the targets'] };
    expect(happened(unchecked)).to.contain('not verified: the targets').and.not.contain('(verified)');
    expect(happened(serving)).to.contain('(verified)');
  });
});

describe('the fix of a run', () => {
  const fixOf = (...args: Parameters<typeof judge>) => judge(...args).fix;
  const finding: Finding = { cause: undefined, said: 'x', taskIds: [], isOurs: true };

  it('is the one that its ending brings', () => {
    expect(fixOf({ ...rolledBack, fix: 'repair the alarm' })).to.equal('repair the alarm');
    expect(fixOf(lost)).to.equal('log in');
  });

  it('of a deadline that nothing explains is more time', () => {
    expect(fixOf(deadline('in-progress'))).to.match(/^give ECS_CD_TIMEOUT more time/);
    expect(fixOf(deadline('in-progress'), { findings: [finding] })).to.equal(undefined);
    expect(fixOf(failed)).to.equal(undefined);
  });

  it('of a rollback by hand that failed is the way back to what ran before', () => {
    const policy = (from: number) => ({ policy: { kind: 'by-hand', from: arnOf(from) } }) as const;
    expect(fixOf(failed, policy(3))).to.match(/^to go back to web:3, .* ECS_CD_TO=web:3$/);
    expect(fixOf(failed, policy(2))).to.equal(undefined);
    expect(fixOf(serving, policy(3))).to.equal(undefined);
  });
});

describe('the outcome of a run', () => {
  it('names the deployment, and what was to be put back where something was', () => {
    const names = { taskDefinition: arnOf(2), deploymentId: 'ecs-svc/2' };
    expect(judge(failed)).to.include({ ...names, previousTaskDefinition: arnOf(1) });
    expect(judge(failed, { policy: { kind: 'off' } }))
      .to.include(names)
      .and.not.have.property('previousTaskDefinition');
  });

  it('names what serves after a rollback', () => {
    expect(judge(rolledBack).serving).to.equal(arnOf(1));
    const empty: Ending = { ...rolledBack, isEmpty: true };
    expect(judge(empty).done).to.match(/the desired count is 0 as it was before: nothing serves$/);
  });
});
