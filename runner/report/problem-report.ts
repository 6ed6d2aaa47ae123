import type { Problem } from '../errors';

const indent = 2;
const gap = 2;
/** A subject that is longer than this gets a line of its own. */
const widestSubject = 24;

/** Problems as the developer reads them in the job log: what it concerns, what is wrong, what to change. */
export function problemReportOf(problems: readonly Problem[]): string[] {
  const subjects = problems.map(({ subject }) => subject.length).filter((length) => length <= widestSubject);
  const column = indent + Math.max(0, ...subjects) + gap;
  return problems.flatMap((problem, index) => [...(index > 0 ? [''] : []), ...entryOf(problem, column)]);
}

function entryOf({ subject, message, fix }: Problem, column: number): string[] {
  const head = ' '.repeat(indent) + subject;
  const isAlone = head.length + gap > column;
  const ofFix = `${' '.repeat(column)}fix: ${fix}`;
  return isAlone ? [head, ' '.repeat(column) + message, ofFix] : [head.padEnd(column) + message, ofFix];
}

/** The label stands once, before the first line. */
export function rowsOf(label: string, lines: readonly (string | undefined)[]): string[] {
  return lines
    .filter((line) => line !== undefined)
    .map((line, index) => `${(index === 0 ? label : '').padEnd(10)}  ${line}`);
}
