import type { Service } from '@aws-sdk/client-ecs';
import type { Finding } from '../diagnosis/finding';
import type { FollowContext } from '../rollout/follow-context';

type Diagnosed = Pick<FollowContext, 'diagnosis'>;

/** What failed before, and is listed for an hour, says nothing about what is to be proved now. */
export function endedTaskIdsOf({ diagnosis }: Diagnosed): ReadonlySet<string> {
  return new Set(diagnosis.findings().flatMap(({ taskIds }) => taskIds));
}

/** The findings about tasks that have ended since, each with these alone. */
export function findingsSince(endedBefore: ReadonlySet<string>, { diagnosis }: Diagnosed): Finding[] {
  const since = diagnosis
    .findings()
    .map((one) => ({ ...one, taskIds: one.taskIds.filter((id) => !endedBefore.has(id)) }));
  return since.filter(({ isOurs, taskIds }) => isOurs && taskIds.length > 0);
}

/**
 * Of a hundred tasks one may crash and be replaced; as many as are to run may not, nor one that is missed in the end. One
 * that stopped for a reason that nobody knows was most likely taken from outside; several speak against the release.
 */
export function faultOf(
  findings: readonly Finding[],
  isMissing: boolean,
  service: Service | undefined,
): string | undefined {
  const known = findings.filter(({ cause }) => cause?.fault === 'release');
  const failed = [...known, ...findings.filter(({ cause }) => !cause)].flatMap(({ taskIds }) => taskIds);
  const most = isMissing ? 1 : Math.max(1, service?.desiredCount ?? 1);
  if (failed.length < Math.max(known.length > 0 ? 1 : 2, most)) return undefined;
  return `${failed.length === 1 ? '1 task' : `${failed.length} tasks`} failed`;
}
