import { expect } from 'chai';
import { EcsCdError, exitCodes, type Verdict } from '../../runner/errors';
import { consoleUrlOf } from '../../runner/report/console-url';
import { plainText } from '../../runner/log/plain-text';
import { errorReportOf, exitCodeOf, styleOf, verdictReportOf } from '../../runner/report/verdict-report';

describe('the last lines of the job log', () => {
  it('say what happened, why, what was done, what to change, and the verdict, in this order', () => {
    const known = { id: 'out-of-memory', explanation: 'web needs more memory', fault: 'release' } as const;
    const findings = [
      {
        cause: { ...known, fix: 'raise memory' },
        said: 'killed',
        revision: 'web:2',
        taskIds: ['a', 'b'],
        isOurs: true,
        log: { stream: 'staging/web/a', lines: ['heap is full'] },
      },
      { cause: undefined, said: 'something new', revision: 'web:2', taskIds: ['c'], isOurs: true },
    ];
    const outcome = {
      verdict: 'rolled-back',
      happened: 'it failed',
      findings,
      done: 'put back',
      state: ['ACTIVE, 0 of 2 tasks running, 0 pending', 'PRIMARY ecs-svc/1 of web:1'],
    } as const;
    expect(verdictReportOf(outcome, 6)).to.deep.equal([
      'happened    it failed',
      'why         2 tasks of web:2: web needs more memory',
      '            AWS: killed',
      '            last lines of its log, staging/web/a:',
      '            | heap is full',
      '            1 task of web:2: something new',
      'done        put back',
      'fix         raise memory',
      'state       ACTIVE, 0 of 2 tasks running, 0 pending',
      '            PRIMARY ecs-svc/1 of web:1',
      'verdict     rolled-back (exit 6)',
    ]);
  });

  it('say which revision a fix mends where two have failed', () => {
    const known = { explanation: 'it crashes', fault: 'release' } as const;
    const findings = ['web:2', 'web:1'].map((revision, index) => ({
      cause: { ...known, id: 'crash', fix: `mend ${index}` } as const,
      said: 'exited',
      revision,
      taskIds: [revision],
      isOurs: index === 0,
    }));
    const report = verdictReportOf({ verdict: 'needs-attention', happened: 'it failed', findings }, 7);
    expect(report.filter((line) => line.includes('mend'))).to.deep.equal([
      'fix         web:2: mend 0',
      '            web:1: mend 1',
    ]);
  });

  it('end with what to run or press, where somebody has to', () => {
    const outcome = {
      verdict: 'needs-attention',
      happened: 'it failed',
      findings: [],
      fix: 'mend it',
    } as const;
    expect(
      verdictReportOf({ ...outcome, state: ['ACTIVE'], next: 'start the job roll back' }, 7).slice(-3),
    ).to.deep.equal([
      'state       ACTIVE',
      'next        start the job roll back',
      'verdict     needs-attention (exit 7)',
    ]);
  });

  const verdicts = [...(Object.keys(exitCodes) as (keyof typeof exitCodes)[]), 'cancelled'] as const;
  const isGreen = (verdict: Verdict) =>
    verdict === 'succeeded' || verdict === 'changes' || verdict === 'paused';
  const unknown = {
    cause: undefined,
    said: 'something new',
    revision: 'web:2',
    taskIds: ['c'],
    isOurs: true,
  };
  for (const verdict of verdicts) {
    it(`${isGreen(verdict) ? 'have nothing to mend' : 'say what to do about it, whatever is known,'} after ${verdict}`, () => {
      const fixesIn = (lines: readonly string[]) => lines.filter((line) => /^fix {9}\S/.test(line)).length;
      const outcome = { verdict, happened: 'it ended', findings: [unknown] };
      expect(fixesIn(verdictReportOf(outcome, 7))).to.equal(isGreen(verdict) ? 0 : 1);
      if (verdict === 'succeeded' || verdict === 'changes' || verdict === 'paused') return;
      const error =
        verdict === 'internal-error' ? new TypeError('a bug') : new EcsCdError(verdict, 'it ended');
      expect(fixesIn(errorReportOf(error, 7))).to.equal(1);
    });
  }

  const place = { region: 'eu-central-1', cluster: 'shop', service: 'web' };
  const deployed = {
    verdict: 'rolled-back',
    happened: 'it failed',
    findings: [],
    deploymentId: 'ecs-svc/1',
  } as const;

  it('name the commit, how long it took, and the page of the deployments in the AWS console', () => {
    const facts = { place, durationMs: 218_000, reminders: ['look'], tips: ['use a role'] };
    expect(verdictReportOf({ ...deployed, commit: '1a2b3c', fix: 'mend it' }, 6, facts)).to.deep.equal([
      'happened    it failed',
      'fix         mend it',
      'commit      1a2b3c',
      `console     ${consoleUrlOf(place, 'deployments')}`,
      'duration    03:38',
      'warning     look',
      'tip         use a role',
      'verdict     rolled-back (exit 6)',
    ]);
  });

  it('name the page of each of several services', () => {
    const services = ['web', 'api'].map((name) => ({ name, outcome: deployed }));
    const all = { ...deployed, services, deploymentId: 'ecs-svc/1,ecs-svc/2' };
    const pages = verdictReportOf(all, 6, { place }).filter((line) => line.startsWith('console'));
    expect(pages.map((line) => /services\/(\w+)\/deployments/.exec(line)?.[1])).to.deep.equal(['web', 'api']);
  });

  it('colour the verdict as what it means, and what was put right green', () => {
    const of = (verdict: Verdict, line: string) => styleOf(verdict)(line);
    const colours = (['succeeded', 'rolled-back', 'needs-attention', 'paused'] as const).map((verdict) => [
      of(verdict, `verdict     ${verdict}`),
      of(verdict, 'done        something'),
      of(verdict, 'happened    something'),
    ]);
    expect(colours).to.deep.equal([
      ['green', undefined, undefined],
      ['yellow', 'green', undefined],
      ['red', undefined, undefined],
      ['yellow', undefined, undefined],
    ]);
  });

  it('refer to the fix of each problem where there are several', () => {
    const problems = [{ subject: 'STAGE', message: 'is not set', fix: 'set it' }];
    const report = errorReportOf(new EcsCdError('rejected', '1 problem', { problems }), 3);
    expect(report.join('\n'))
      .to.contain('fix: set it')
      .and.contain('fix         see the fix of each problem');
  });

  it('show the stack and the cause of a bug', () => {
    const report = errorReportOf(new TypeError('x is undefined', { cause: new Error('the socket') }), 1);
    expect(report.join('\n'))
      .to.match(/^ +at [^]*\ncaused by the socket\nhappened +TypeError: x is undefined\nfix /)
      .and.match(/internal-error \(exit 1\)$/);
  });

  it('show no stack for an end that has a known reason', () => {
    const report = errorReportOf(new EcsCdError('rejected', 'there is no service', { fix: 'make one' }), 3);
    expect(report).to.deep.equal([
      'happened    there is no service',
      'fix         make one',
      'verdict     rejected (exit 3)',
    ]);
  });
});

describe('the exit code', () => {
  it('is the one of the verdict', () => {
    for (const [verdict, code] of Object.entries(exitCodes)) {
      expect(exitCodeOf(verdict as keyof typeof exitCodes, undefined)).to.equal(code);
    }
  });
  it('of a cancelled run is that of a program which the signal ended', () => {
    expect([exitCodeOf('cancelled', 'SIGINT'), exitCodeOf('cancelled', 'SIGTERM')]).to.deep.equal([130, 143]);
  });
});

describe('the address of the service in the AWS console', () => {
  const of = (region: string, service = 'web') => consoleUrlOf({ region, cluster: 'shop', service });
  it('is in the region, also for names given as ARNs', () => {
    const url =
      'https://eu-central-1.console.aws.amazon.com/ecs/v2/clusters/shop/services/web/health?region=eu-central-1';
    expect(of('eu-central-1')).to.equal(url);
    expect(of('eu-central-1', 'arn:aws:ecs:eu-central-1:123456789012:service/shop/web')).to.equal(url);
  });
  it('is of the partition', () => {
    expect(of('cn-north-1')).to.match(/^https:\/\/console\.amazonaws\.cn\//);
    expect(of('us-gov-west-1')).to.match(/^https:\/\/console\.amazonaws-us-gov\.com\//);
  });
});

describe("somebody else's text", () => {
  it('stays on its line, without colours or section markers', () => {
    expect(plainText('a\nb\r\x1b[0Ksection_end:1:x\x07\u0085c')).to.equal('a b section_end:1:x c');
  });
});
