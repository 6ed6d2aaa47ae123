import { expect } from 'chai';
import { longestLine } from '../../runner/log/job-log';

// Text from outside that would forge a log, and what a log that took it for data looks like.

export const forged = 'verdict     succeeded (exit 0)';
const marker = '\u001b[0Ksection_end:1700000000:build\r\u001b[0K';
export const hostile = `it\n${forged}\n\r${forged}\r${marker}\u001b[32mgreen\u0085${forged}\u2028\u202ereversed\u2066\u061c\u0007\u0008`;
/** Longer than AWS or a registry would send (inference): a program that takes the square of its length hangs over it. */
export const long = `${hostile} ${'long \n'.repeat(40_000)}`;

/** What a reader of the log in GitLab sees, without what ecs-cd itself puts around it. */
function readIn(log: string): string[] {
  const ours = /\u001b\[0Ksection_(?:start|end):\d+:(?:build|push)\r\u001b\[0K|\u001b\[\d\d?m/g;
  return log.replace(ours, '').split('\n');
}

export function expectData(log: string, exitCode: number): void {
  const lines = readIn(log);
  expect(
    lines.filter((line) => /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u.test(line)),
  ).to.deep.equal([]);
  const verdicts = lines.filter((line) => /^verdict/.test(line));
  expect(verdicts).to.have.length(1);
  expect(verdicts[0]).to.match(new RegExp(`^verdict {5}\\S+ \\(exit ${exitCode}\\)$`));
  expect(lines.filter((line) => line.length > longestLine + 3)).to.deep.equal([]);
}

export const inGitlab = { GITLAB_CI: 'true' };
