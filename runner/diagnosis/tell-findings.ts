import type { Timeline } from '../log/timeline';
import type { FailureNews } from './failed-tasks';
import { logTailRowsOf, type Finding } from './finding';

/** The report at the end has all of them, with AWS's words and the fix. */
const linesShown = 3;

/** What was found out, in short. */
export function tellFindings(findings: readonly Finding[], timeline: Timeline): void {
  for (const finding of findings) timeline.trouble(headlineOf(finding), lastLinesOf(finding));
}

export function tellFailures(news: readonly FailureNews[], timeline: Timeline): void {
  for (const { finding, isNew, taskIds } of news) {
    const [first = '', ...rest] = taskIds;
    if (isNew) tellFindings([{ ...finding, taskIds: [first] }], timeline);
    const more = isNew ? rest : taskIds;
    if (more.length === 0) continue;
    const who = more.length === 1 ? `task ${more[0] ?? ''}` : `${more.length} more tasks`;
    timeline.tell(`${who} stopped in the same way (${finding.taskIds.length} so far)`);
  }
}

function headlineOf({ taskIds: [id], revision, said, cause }: Finding): string {
  const what = cause?.explanation ?? said;
  return id === undefined ? what : `task ${id} of ${revision ?? ''} stopped: ${what}`;
}

function lastLinesOf(finding: Finding): string[] {
  return logTailRowsOf(finding, linesShown).filter((row) => row.startsWith('| '));
}
