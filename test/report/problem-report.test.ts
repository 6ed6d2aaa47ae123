import { expect } from 'chai';
import { problemReportOf } from '../../runner/report/problem-report';

describe('the report of problems', () => {
  it('sets subjects, messages and fixes in two columns', () => {
    const report = problemReportOf([
      { subject: 'STAGE', message: 'is not set', fix: 'set it' },
      { subject: '--docker-tag', message: 'is empty', fix: 'leave it out' },
    ]);
    expect(report).to.deep.equal([
      '  STAGE         is not set',
      '                fix: set it',
      '',
      '  --docker-tag  is empty',
      '                fix: leave it out',
    ]);
  });

  it('is no wider than 100 columns', () => {
    const words = 'a word and another '.repeat(30).trim();
    const lines = problemReportOf([{ subject: 'STAGE', message: words, fix: words }]);
    expect(Math.max(...lines.map((line) => line.length))).to.be.within(90, 100);
    expect(
      lines.filter((line) => line.startsWith(' ')).every((line) => /^ {2}STAGE {2}\S|^ {9}\S/.test(line)),
    ).to.equal(true);
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).to.equal(` STAGE ${words} fix: ${words}`);
  });

  it('keeps a long word whole, so that it can be copied', () => {
    const arn = `arn:aws:ecs:eu-central-1:123456789012:service/${'a'.repeat(100)}`;
    const report = problemReportOf([
      { subject: 'SERVICE_NAME', message: `${arn} is gone`, fix: 'write another' },
    ]);
    expect(report[0]).to.equal(`  SERVICE_NAME  ${arn}`);
  });

  it('lets nothing in a message begin a line of its own', () => {
    const [line] = problemReportOf([{ subject: 'A', message: 'is\nverdict', fix: 'set it' }]);
    expect(line).to.equal('  A  is verdict');
  });

  it('gives a long subject a line of its own', () => {
    const subject = 'arn:aws:ecs:eu-central-1:123456789012:service/main/web';
    const report = problemReportOf([
      { subject, message: 'is gone', fix: 'create it' },
      { subject: 'STAGE', message: 'is not set', fix: 'set it' },
    ]);
    expect(report).to.deep.equal([
      `  ${subject}`,
      '         is gone',
      '         fix: create it',
      '',
      '  STAGE  is not set',
      '         fix: set it',
    ]);
  });
});
