import type { Judged } from '../scan/judge-findings';
import { dateText, elapsed } from '../log/timeline';
import type { RecentDeployment } from '../release/deployment-of';

/** Rows whose columns begin below one another, each as wide as it has to be; what is longer than its widest is cut. */
function tableOf(rows: readonly (readonly string[])[], widest: readonly number[]): string[] {
  const widths = widest.map((most, column) =>
    Math.min(most, Math.max(0, ...rows.map((row) => row[column]?.length ?? 0))),
  );
  const cellOf = (text: string, width = 0) =>
    (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width);
  return rows.map((row) => `  ${row.map((cell, at) => cellOf(cell, widths[at])).join('  ')}`.trimEnd());
}

/** How wide each column may be: with indent and gaps, 100 columns. */
const findingWidths = [13, 19, 19, 15, 12, 10];
const findingHeads = ['severity', 'finding', 'package', 'version', 'fixed in', 'excepted'];
const mostRows = 50;

/** What stops the image, or would without an exception; what is cut here is whole in GitLab's reports. */
export function scanTableOf(judged: readonly Judged[]): string[] {
  const severe = judged.filter(({ isSevere }) => isSevere);
  if (severe.length === 0) return [];
  const rows = severe
    .slice(0, mostRows)
    .map((one) => [one.severity, one.id, one.packageName, one.version, one.fixedIn, one.exception?.until])
    .map((cells) => cells.map((cell) => cell || '-'));
  const more = severe.length - rows.length;
  return [
    ...tableOf([findingHeads, ...rows], findingWidths),
    ...(more > 0 ? [`  and ${more} more, all of them in the reports`] : []),
  ];
}

const deploymentHeads = ['started', 'took', 'revision', 'commit', 'status', ''];
const deploymentWidths = [20, 8, 30, 8, 23, 30];
const notes = { ready: 'rollback candidate', deregistered: 'deregistered' } as const;

/** The last deployments of a service; `runs` is the revision that serves now. */
export function deploymentsTableOf(recent: readonly RecentDeployment[], runs: string | undefined): string[] {
  const rows = recent.map(
    ({ startedAt, finishedAt, revision, commit = '-', status = '-', reason, candidate }) => [
      startedAt ? dateText(startedAt) : '-',
      startedAt && finishedAt ? elapsed(finishedAt.getTime() - startedAt.getTime()) : '-',
      ...[revision, commit.slice(0, 8), status],
      [revision === runs ? 'runs' : '', candidate ? notes[candidate] : status === 'SUCCESSFUL' ? '' : reason]
        .filter(Boolean)
        .join(', '),
    ],
  );
  return tableOf([deploymentHeads, ...rows], deploymentWidths);
}
