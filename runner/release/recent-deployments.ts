import { type DeployedRevision, type HistoryEffects, recordedRevisions } from '../ecs/history';
import { orElse } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { originIn } from '../task-definition/origin-tags';

export type RecentDeployment = Awaited<ReturnType<typeof recentDeployments>>[number];

const most = 10;

/** The last deployments, newest first. Of each revision but the current one (an ARN) the last success is the candidate. */
export async function recentDeployments(current: string, effects: HistoryEffects) {
  const recent: DeployedRevision[] = [];
  for await (const each of recordedRevisions(effects)) if (recent.push(each) >= most) break;
  const arns = [...new Set(recent.map(({ taskDefinition }) => taskDefinition))];
  const looks = arns.map((arn) => orElse(effects.ecs.describeTaskDefinition(arn), () => undefined));
  const revisions = await Promise.all(looks);
  const passed = new Set([current]);
  return recent.map(({ taskDefinition, deploymentId, status, record }) => {
    const revision = revisions[arns.indexOf(taskDefinition)];
    const isCandidate = revision !== undefined && status === 'SUCCESSFUL' && !passed.has(taskDefinition);
    if (isCandidate) passed.add(taskDefinition);
    const { startedAt = record.createdAt, finishedAt, statusReason: reason } = record;
    return {
      ...{ revision: familyRevisionOf(taskDefinition), commit: originIn(revision?.tags ?? []).commit },
      ...{ deploymentId, serviceDeployment: record.serviceDeploymentArn },
      ...{ status, reason, startedAt, finishedAt },
      /** Whether a rollback can go there; undefined where this is none to go back to. */
      candidate: isCandidate
        ? revision.taskDefinition.status === 'ACTIVE'
          ? ('ready' as const)
          : ('deregistered' as const)
        : undefined,
    };
  });
}
