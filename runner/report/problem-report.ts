import type { Problem } from '../errors';
import { wrapped } from '../log/wrapped';

const width = 100;
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
  const lines = [...wrapped(message, width - column), ...wrapped(`fix: ${fix}`, width - column)];
  const head = ' '.repeat(indent) + subject;
  const isAlone = head.length + gap > column;
  const body = lines.map((line) => ' '.repeat(column) + line);
  return isAlone ? [head, ...body] : [head + (body[0] ?? '').slice(head.length), ...body.slice(1)];
}
