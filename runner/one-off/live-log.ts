import { logStreamOf } from '../cloudwatch/log-stream';
import type { TaskLogs } from '../cloudwatch/task-logs-api';
import { bestEffort } from '../diagnosis/best-effort';
import type { JobLog } from '../log/job-log';
import { logLinesOf } from '../log/log-lines';
import type { timelineOf } from '../log/timeline';
import type { OneOffRun } from './one-off-run';

/** GitLab cuts a job log at 4 MB by default; the rest is in CloudWatch Logs. */
const mostLines = 2_000;
const mostPagesAtOnce = 5;

/** Shows what the command has written since the last time. Best effort: it never ends the run. */
export function liveLogOf(
  { container, definition, logLines }: OneOffRun,
  taskId: string,
  { taskLogs, log }: { readonly taskLogs: TaskLogs; readonly log: JobLog },
  timeline: ReturnType<typeof timelineOf>,
) {
  const stream = logStreamOf(definition, container, taskId);
  if (logLines > 0 && 'why' in stream) timeline.tell(`no log lines: ${stream.why}`);
  const ifPermitted = bestEffort('no log lines', timeline);
  let linesLeft = logLines > 0 ? mostLines : 0;
  let token: string | undefined;

  async function showPage(): Promise<boolean> {
    if ('why' in stream || linesLeft === 0) return false;
    const page = await ifPermitted(() => taskLogs.getNextLines(stream, token));
    if (!page || page.token === token) return false;
    const lines = logLinesOf([page.text], definition, log.redact).slice(0, linesLeft);
    log.line(lines.map((line) => `| ${line}`));
    if (lines.length > 0) timeline.heard();
    linesLeft -= lines.length;
    if (linesLeft === 0) timeline.tell(`more lines are in ${stream.group}, ${stream.name}`);
    token = page.token;
    return lines.length > 0;
  }
  return async () => {
    for (let pages = 0; pages < mostPagesAtOnce; pages += 1) if (!(await showPage())) return;
  };
}
