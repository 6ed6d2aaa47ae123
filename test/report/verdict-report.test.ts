import { expect } from 'chai';
import { EcsCdError, exitCodes } from '../../runner/errors';
import { consoleUrlOf } from '../../runner/report/console-url';
import { plainText } from '../../runner/log/plain-text';
import { errorReportOf, exitCodeOf, verdictReportOf } from '../../runner/report/verdict-report';

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

  it('show the stack and the cause of a bug', () => {
    const report = errorReportOf(new TypeError('x is undefined', { cause: new Error('the socket') }), 1);
    expect(report)
      .to.match(/TypeError: x is undefined\n +at /)
      .and.contain('caused by the socket')
      .and.match(/internal-error \(exit 1\)$/);
  });

  it('show no stack for an end that has a known reason', () => {
    const report = errorReportOf(new EcsCdError('rejected', 'there is no service', { fix: 'make one' }), 3);
    expect(report).to.equal(
      'happened    there is no service\nfix         make one\nverdict     rejected (exit 3)',
    );
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
    expect(plainText('a\nb\r\x1b[0Ksection_end:1:x\x07\u009bc')).to.equal('a b [0Ksection_end:1:x c');
  });
});
