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
