import { expect } from 'chai';
import type { Finding } from '../../runner/diagnosis/finding';
import { EcsCdError } from '../../runner/errors';
import type { Ending } from '../../runner/rollout/state/ending';
import { arnOf, deadline, failed, judge, lost, primary, rolledBack, serving } from './endings';

describe('what a run says happened', () => {
  const happened = (...args: Parameters<typeof judge>) => judge(...args).happened;

  it('names the revision and why it failed', () => {
    expect(happened(failed)).to.equal('the deployment of web:2 failed: tasks crash');
    expect(happened(deadline('in-progress'))).to.contain('still not healthy after 10 min: not ready');
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

  it('of a deadline that is left is why, and of a rollback that was replaced is both', () => {
    expect(happened(deadline('completed'), { policy: { kind: 'off' } })).to.match(/^web:2: .*: not ready$/);
    const rollback: Ending = { kind: 'superseded', reason: 'web:3 came' };
    expect(happened(failed, { rollback })).to.match(/web:2 failed: tasks crash; then web:3 came$/);
  });

  it('says that the early success criteria are enough, where fewer run than are wanted', () => {
    const fewer: Ending = { ...serving, service: { desiredCount: 2, deployments: [primary] } };
    expect(happened(fewer)).to.contain('serves 1 of 2').and.contain('early success criteria');
    expect(happened(serving)).to.match(/serves 2 of 2 tasks \(verified\)$/);
  });

  it('keeps to what was verified', () => {
    const unchecked: Ending = { ...serving, unchecked: ['the targets', 'the tasks'] };
    expect(happened(unchecked))
      .to.contain('not verified: the targets, the tasks')
      .and.not.contain('(verified)');
    expect(happened(serving)).to.contain('(verified)');
  });
});

describe('what a run says of an ending that it leaves to a person', () => {
  const cases: [Ending, RegExp, string | undefined][] = [
    [lost, /web:2 can no longer be followed: expired$/, 'log in'],
    [{ ...lost, error: new EcsCdError('rejected', 'denied') }, /followed: denied$/, undefined],
    [{ kind: 'short-of-tasks', reason: '2 of 4' }, /^web:2 was deployed, but 2 of 4$/, undefined],
    [{ kind: 'service-gone', reason: 'it is gone' }, /web:2 failed: it is gone$/, undefined],
    [{ kind: 'empty' }, /the desired count became 0 while web:2/, undefined],
  ];
  for (const [ending, words, fix] of cases) {
    it(`that is ${ending.kind} is what is so${fix === undefined ? '' : ', and what to do'}`, () => {
      const outcome = judge(ending);
      expect(outcome.happened).to.match(words);
      if (fix === undefined) expect(outcome).to.not.have.property('fix');
      else expect(outcome.fix).to.contain(fix);
    });
  }
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
