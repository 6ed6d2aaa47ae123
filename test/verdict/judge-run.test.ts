import { expect } from 'chai';
import type { Ending } from '../../runner/rollout/state/ending';
import {
  arnOf,
  backTo,
  deadline,
  failed,
  hopeless,
  judge,
  lost,
  primary,
  rolledBack,
  serving,
  type Given,
} from './endings';

const off = { policy: { kind: 'off' } } as const;
const noTarget = { policy: { kind: 'no-target' } } as const;
const wasThere = { policy: { kind: 'serving' } } as const;
const byHand = { policy: { kind: 'by-hand', from: 'web:3' } } as const;
const cancelled: Ending = { kind: 'cancelled', phase: 'in-progress' };
const sameAgain: Ending = { ...rolledBack, taskDefinition: arnOf(2) };
const superseded: Ending = { kind: 'superseded', reason: 'newer' };
const scaledUp: Ending = { kind: 'short-of-tasks', reason: '2 of 4' };
const gone: Ending = { kind: 'service-gone', reason: 'gone' };
const noWayBack: Ending = { kind: 'rollback-failed', reason: 'no room' };
const late: Ending = { ...deadline('in-progress'), service: { deployments: [primary] } };
const empty: Ending = { kind: 'empty' };

const cases: [Ending, Given, string, RegExp][] = [
  [serving, {}, 'succeeded', /^$/],
  [rolledBack, {}, 'rolled-back', /^web:1 serves again/],
  [sameAgain, off, 'needs-attention', /is off\); an earlier deployment of web:2 serves$/],
  [sameAgain, { rollback: rolledBack }, 'rolled-back', /^web:1 serves again/],
  [superseded, {}, 'superseded', /^the newer deployment goes on/],
  [lost, {}, 'needs-attention', /how it ends is unknown$/],
  [scaledUp, {}, 'needs-attention', /starting the others$/],
  [empty, {}, 'needs-attention', /^$/],
  [gone, {}, 'needs-attention', /^$/],
  [noWayBack, {}, 'needs-attention', /^$/],

  [cancelled, { rollback: 'asked ECS' }, 'cancelled', /^asked ECS$/],
  [cancelled, off, 'cancelled', /goes on in AWS$/],
  [cancelled, wasThere, 'cancelled', /^this run changed nothing$/],

  [failed, { rollback: rolledBack }, 'rolled-back', /^web:1 serves again/],
  [hopeless, { rollback: rolledBack }, 'rolled-back', /^web:1 serves/],
  [deadline('in-progress'), { rollback: rolledBack }, 'rolled-back', /^web:1 serves/],
  [deadline('unknown'), { rollback: serving }, 'succeeded', /completed before it could be rolled back/],
  [failed, { rollback: superseded }, 'superseded', /^the newer deployment goes on/],
  [failed, { rollback: { kind: 'cancelled', phase: 'rolling-back' } }, 'cancelled', /^the rollback goes on/],
  [failed, { rollback: 'no permission' }, 'needs-attention', /^the rollback failed: no permission$/],
  [failed, { rollback: noWayBack }, 'needs-attention', /^the rollback .*: no room$/],
  [failed, { rollback: failed }, 'needs-attention', /^the rollback .*: tasks crash$/],
  [failed, { rollback: lost }, 'needs-attention', /^the rollback .* can no longer be followed: expired$/],
  [failed, { rollback: empty }, 'needs-attention', /during the rollback: nothing serves$/],
  [
    failed,
    { rollback: late },
    'needs-attention',
    /^the rollback to web:1 .* 5 min: 1 of 2 tasks run, and its result is unknown/,
  ],
  [failed, { ...off, rollback: late }, 'needs-attention', /^the rollback has not finished/],
  [failed, { rollback: deadline('unknown') }, 'needs-attention', /: 0 of 0 tasks run/],

  [failed, off, 'needs-attention', /ECS_CD_ROLLBACK is off/],
  [failed, noTarget, 'needs-attention', /no revision is known/],
  [failed, byHand, 'needs-attention', /this was the rollback/],
  [failed, { policy: { kind: 'going-back' } }, 'needs-attention', /an earlier run was putting/],
  [failed, { policy: backTo }, 'needs-attention', /^not rolled back$/],
  [{ ...failed, isBaking: true }, noTarget, 'needs-attention', /; ECS goes on with its bake time$/],
  [hopeless, off, 'needs-attention', /ECS goes on starting tasks of web:2$/],
  [hopeless, wasThere, 'needs-attention', /this run changed nothing$/],
  [deadline('completed'), wasThere, 'needs-attention', /this run changed nothing$/],
  [deadline('rolling-back'), off, 'needs-attention', /^ECS is still rolling back/],
  [deadline('in-progress'), noTarget, 'needs-attention', /^not rolled back: no revision.* before$/],
  [deadline('in-progress'), off, 'timed-out', /; the rollout goes on in AWS$/],
  [deadline('completed'), off, 'timed-out', /is off\)$/],
  [deadline('unknown'), off, 'timed-out', /is unknown$/],
];

/** `a deployment that ends in failed` */
function nameOf(ending: Ending, { rollback, policy }: Given): string {
  const phase = ending.kind === 'deadline' ? ` while ${ending.phase}` : '';
  const how = typeof rollback === 'string' ? rollback : rollback?.kind;
  const undone = how === undefined ? '' : `, its rollback in ${how},`;
  return `a deployment that ends in ${ending.kind}${phase}${undone}${policy ? ` where the policy is ${policy.kind}` : ''}`;
}

describe('the verdict of a run', () => {
  for (const [ending, given, verdict, done] of cases) {
    it(`of ${nameOf(ending, given)} is ${verdict}, and says what was done`, () => {
      const outcome = judge(ending, given);
      expect(outcome.verdict).to.equal(verdict);
      expect(outcome.done ?? '').to.match(done);
    });
  }

  it('is success of nothing but what serves', () => {
    const others = [
      rolledBack,
      superseded,
      lost,
      scaledUp,
      empty,
      gone,
      noWayBack,
      cancelled,
      failed,
      hopeless,
    ];
    for (const ending of [...others, late])
      for (const rollback of [undefined, 'words', ...others, late])
        expect(judge(ending, { rollback }).verdict).to.not.equal('succeeded');
  });

  it('has a next step where somebody has to look after the service, and nowhere else', () => {
    for (const [ending, given, verdict] of cases) {
      const isOpen = verdict === 'needs-attention' || verdict === 'timed-out';
      expect('next' in judge(ending, given), nameOf(ending, given)).to.equal(isOpen);
    }
  });

  it('hands on the revision that it would go back to, or that a rollback by hand has replaced', () => {
    const previous = (given: Given) => judge(serving, given).previousTaskDefinition;
    expect(previous({})).to.equal(arnOf(1));
    expect(previous(byHand)).to.equal('web:3');
    expect(previous({ policy: { kind: 'by-hand', from: arnOf(2) } })).to.equal(undefined);
    expect(previous(off)).to.equal(undefined);
  });

  it('of a deadline that nothing explains suggests more time, unless nobody knows how far it was', () => {
    const finding = { cause: undefined, said: 'x', taskIds: ['1'], isOurs: true };
    expect(judge(deadline('in-progress')).fix).to.contain('ECS_CD_TIMEOUT');
    expect(judge(deadline('in-progress'), { findings: [finding] }).fix).to.equal(undefined);
    expect(judge(deadline('unknown')).fix).to.equal(undefined);
    expect(judge({ ...failed, fix: 'mend it' }).fix).to.equal('mend it');
    for (const phase of ['unknown', 'in-progress'] as const)
      expect(judge(deadline(phase)).happened).to.contain(
        phase === 'unknown' ? 'its state is unknown' : 'still not healthy',
      );
  });
});
