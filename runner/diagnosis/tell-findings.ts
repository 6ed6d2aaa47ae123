import type { Timeline } from '../log/timeline';
import type { FailureNews } from './failed-tasks';
import { fixOf, logTailRowsOf, type Finding } from './finding';

export function tellFailures(
  news: readonly FailureNews[],
  known: readonly Finding[],
  timeline: Timeline,
): void {
  for (const { finding, isNew, taskIds } of news) {
    const [first, ...rest] = taskIds;
    const details = [...linesOf(finding, isExplained(finding, known)), ...logTailRowsOf(finding)];
    if (isNew) timeline.trouble(headlineOf({ ...finding, taskIds: [first ?? ''] }), details);
    const more = isNew ? rest : taskIds;
    if (more.length === 0) continue;
    const who = more.length === 1 ? `task ${more[0] ?? ''}` : `${more.length} more tasks`;
    timeline.tell(`${who} stopped in the same way (${finding.taskIds.length} so far)`);
  }
}

export function tellFinding(finding: Finding, known: readonly Finding[], timeline: Timeline): void {
  timeline.trouble(headlineOf(finding), linesOf(finding, isExplained(finding, known)));
}

export function tellLateLines(findings: readonly Finding[], timeline: Timeline): void {
  for (const finding of findings) timeline.trouble(headlineOf(finding), logTailRowsOf(finding));
}

/** Whether the fix for this has been told already. */
function isExplained({ cause }: Finding, known: readonly Finding[]): boolean {
  return known.some((one) => one.cause !== undefined && one.cause.id === cause?.id);
}

function headlineOf({ taskIds: [id], revision, said, cause }: Finding): string {
  const what = cause?.explanation ?? said;
  return id === undefined ? what : `task ${id} of ${revision ?? ''} stopped: ${what}`;
}

function linesOf(finding: Finding, isKnown: boolean): string[] {
  if (!finding.cause) return [];
  const fix = fixOf(finding);
  return [`AWS: ${finding.said}`, ...(fix === undefined || isKnown ? [] : [`fix: ${fix}`])];
}
