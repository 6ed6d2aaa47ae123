import { dateText, elapsed } from '../log/timeline';
import type { RecentDeployment } from '../release/recent-deployments';
import { tableOf } from './table';

const heads = ['started', 'took', 'revision', 'commit', 'status', ''];
const widest = [20, 8, 30, 8, 23, 30];
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
  return tableOf([heads, ...rows], widest);
}
