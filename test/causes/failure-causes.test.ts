import { expect } from 'chai';
import { withNames } from '../../runner/causes/cause';
import { variables } from '../../runner/settings/variables/variables';
import type { Cause } from '../../runner/causes/cause';
import { causeOf, type FailureEvidence } from '../../runner/causes/failure-causes';
import { eventTexts } from './event-texts';
import { event, failedToStart, image, stoppedByEcs } from './known-text';
import { pullTexts } from './pull-texts';
import { shiftTexts } from './shift-texts';
import { startFileTexts } from './start-file-texts';
import { startTexts } from './start-texts';
import { stopTexts } from './stop-texts';

const known = [...pullTexts, ...startTexts, ...startFileTexts, ...stopTexts, ...eventTexts, ...shiftTexts];
/** What AWS refuses, which refusal.test.ts has, and old tasks that drain: neither is a failed deployment. */
const notHere = [17, 18, 19, 20, 21, 22, 23, 24, 29];
const rows = Array.from({ length: 32 }, (_, index) => index + 1).filter((row) => !notHere.includes(row));
const textOf = (evidence: FailureEvidence) => {
  if (evidence.kind === 'task')
    return [evidence.stopCode, evidence.stoppedReason, ...(evidence.logLines ?? [])].join(' ');
  return 'message' in evidence ? evidence.message : `target ${evidence.reason ?? ''}`;
};
const told = (evidence: FailureEvidence): Cause => {
  const cause = causeOf(evidence);
  if (!cause) throw new Error(`no cause for ${textOf(evidence)}`);
  return cause;
};

describe('the words of a cause', () => {
  const fix =
    'lower cpu of TASK_FAMILY, set SERVICE_NAME to one of the cluster CLUSTER_NAME; it begins with STAGE';
  const cause = { id: 'x', explanation: 'the service SERVICE_NAME', fix, fault: 'release' } as const;

  it('have values in place of variables, but where a variable is to be changed', () => {
    const names = { TASK_FAMILY: 'shop-web', SERVICE_NAME: 'web', CLUSTER_NAME: 'shop', STAGE: 'staging' };
    expect(withNames(cause, names)).to.include({
      explanation: 'the service web',
      fix: 'lower cpu of the task definition shop-web, set SERVICE_NAME to one of the cluster shop; it begins with staging',
    });
    expect(withNames(cause, {})).to.deep.equal(cause);
  });
});

describe('the cause of a failure', () => {
  for (const { row, id, evidence, names = [], fixes = [], definitiveAfter } of known) {
    const title = `${row === undefined ? '' : `${row}. `}${id}: ${textOf(evidence).trim().slice(0, 110)}`;
    it(`is ${title.replace(/\s+/g, ' ')}`, () => {
      const cause = told(evidence);
      expect(cause.id).to.equal(id);
      expect(cause.definitiveAfter).to.equal(definitiveAfter);
      for (const name of names) expect(cause.explanation).to.contain(name);
      for (const fix of fixes) expect(cause.fix).to.contain(fix);
    });
  }

  it('is known for each of the 32 ways in which a deployment fails', () => {
    expect(rows.filter((row) => !known.some((one) => one.row === row))).to.deep.equal([]);
  });

  it('comes with what to change when it is the fault of the release', () => {
    const causes = known.map(({ evidence }) => told(evidence));
    expect(causes.filter(({ fault, fix }) => fault === 'release' && !fix)).to.deep.equal([]);
  });

  it('is definitive only where it is the fault of the release', () => {
    const causes = known.map(({ evidence }) => told(evidence));
    expect(
      causes.filter(({ fault, definitiveAfter }) => fault !== 'release' && definitiveAfter !== undefined),
    ).to.deep.equal([]);
  });

  it('is nobody’s fault when the task was scaled away, taken back or stopped by hand', () => {
    const innocent = known.filter(({ evidence }) => told(evidence).fault === 'nobody').map(({ id }) => id);
    expect([...new Set(innocent)].toSorted()).to.deep.equal([
      'infrastructure',
      'scaling',
      'service-deleted',
      'spot-interruption',
      'stopped-by-user',
    ]);
  });

  it('is one sentence without a full stop, and so is what to change', () => {
    for (const { evidence } of known) {
      const { explanation, fix = 'fix' } = told(evidence);
      for (const sentence of [explanation, fix]) {
        expect(sentence).to.match(/^\S.*[^\s.:]$/);
        expect(sentence).not.to.match(/undefined| {2}/);
      }
    }
  });

  it('names no variable that the runner does not read', () => {
    const words = known.flatMap(({ evidence }) => told(evidence).fix?.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? []);
    const notOurs = new Set(['PUBLIC_IP']);
    const names = new Set<string>(variables.map(({ name }) => name));
    expect(words.filter((word) => !names.has(word) && !notOurs.has(word) && word !== 'X86_64')).to.deep.equal(
      [],
    );
  });

  it('is the same for the same text in other spacing and quotes', () => {
    for (const { id, evidence } of known) {
      if (evidence.kind !== 'task') continue;
      const stoppedReason = `\n ${evidence.stoppedReason.replaceAll(' ', '\u00a0\n').replaceAll("'", '’')}\r\n`;
      expect(causeOf({ ...evidence, stoppedReason })?.id).to.equal(id);
    }
  });

  it('is told from the container’s reason where the task’s own is cut off', () => {
    const whole = `CannotPullContainerError: failed to resolve ref ${image}: not found`;
    const cause = causeOf({ ...failedToStart(whole), stoppedReason: whole.slice(0, 40) });
    expect(cause?.id).to.equal('image-missing');
  });
});

describe('what is not known', () => {
  const unknown: readonly FailureEvidence[] = [
    failedToStart('SomethingNewError: the moon is in the wrong house'),
    failedToStart('CannotPullContainerError: the moon is in the wrong house'),
    failedToStart('ResourceInitializationError: unable to pull secrets or registry auth'),
    failedToStart(''),
    { kind: 'task', stoppedReason: '', containers: [{ name: 'app' }] },
    stoppedByEcs('Task moved to the moon'),
    event('has reached a steady state.'),
    event('has started 1 tasks: (task 0f1e2d).'),
    event('(deployment ecs-svc/1) deployment completed.'),
    event('was unable to place a task. Reason: the moon.'),
    { kind: 'target' },
    { kind: 'target', reason: 'Elb.InitialHealthChecking' },
  ];
  for (const evidence of unknown) {
    it(`stays unknown: ${evidence.kind} ${textOf(evidence)}`, () => {
      expect(causeOf(evidence)).to.equal(undefined);
    });
  }

  it('a secret that the text gives no certain word about stays unknown, however often it was tried', () => {
    const text =
      'unable to retrieve secret from asm: service call has been retried 5 time(s): failed to fetch';
    expect(causeOf(failedToStart(text))).to.equal(undefined);
  });
});
