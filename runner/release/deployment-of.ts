import type { Service, ServiceDeploymentBrief } from '@aws-sdk/client-ecs';
import { type Followed, hasEnded, isFromBefore, isNewer, primaryOf } from '../ecs/deployments';
import type { Ecs } from '../ecs/ecs-api';
import {
  deployedRevisions,
  type DeployedRevision,
  type HistoryEffects,
  recordedRevisions,
} from '../ecs/history';
import { EcsCdError, orElse } from '../errors';
import { deploymentIdOfRevision, familyRevisionOf } from '../names/arn';
import { poll } from '../poll';
import { isChanged } from '../task-definition/task-definition';
import type { ReleaseEffects } from './release';
import type { RevisionChoice } from './revision-to-run';
import type { WaitEffects } from './wait-for-other-deployment';
import { originIn } from '../task-definition/origin-tags';

/** ARN of the revision that runs the image: what the service runs, whatever the family has got since; else the latest. */
export function revisionOfImage({ running, existing, change }: RevisionChoice): string | undefined {
  return running && !isChanged(running, change) ? running.taskDefinition.taskDefinitionArn : existing;
}

interface Sought {
  readonly taskDefinition: string | undefined;
  /** Beats the revision. */
  readonly deploymentId: string | undefined;
}

/** The newest deployment that the history of the service has of it, and how it stands there. */
export async function deploymentOf(
  { taskDefinition, deploymentId }: Sought,
  effects: ReleaseEffects,
): Promise<{ readonly followed: Followed; readonly status: string } | undefined> {
  if (taskDefinition === undefined && deploymentId === undefined) return undefined;
  for await (const deployed of deployedRevisions(effects)) {
    const { status = 'in no known state', createdAt } = deployed;
    const isOfRevision = deploymentId === undefined && deployed.taskDefinition === taskDefinition;
    if (isOfRevision || deployed.deploymentId === deploymentId)
      return createdAt && { followed: { ...deployed, createdAt }, status };
  }
  return undefined;
}

const betweenLooksMs = 5_000;
const mostLooks = 10;

/**
 * The service, looked at again for a while as long as its newest record knows more than the look: right after another job
 * has ended, answers may be half a minute old (AWS docs: eventually consistent). The same object where it does not.
 */
export async function upToDate(service: Service, effects: WaitEffects): Promise<Service> {
  const { ecs } = effects;
  const newest = await orElse(newestRecord(ecs), () => undefined);
  if (!newest || !isBehindRecord(newest, service)) return service;
  const first = { state: { service, looks: 1 }, waitMs: betweenLooksMs };
  const looked = await poll<typeof first.state, Service | undefined, Service>(effects, first, {
    read: () => orElse(ecs.describeService(), () => undefined),
    step({ service: before, looks }, now = before) {
      if (looks === mostLooks || !isBehindRecord(newest, now)) return { end: now };
      return { state: { service: now, looks: looks + 1 }, waitMs: betweenLooksMs };
    },
  });
  if ('end' in looked) return looked.end;
  throw new EcsCdError('cancelled', 'cancelled before the service was changed');
}

async function newestRecord(ecs: Ecs): Promise<ServiceDeploymentBrief | undefined> {
  for await (const [newest] of ecs.listServiceDeployments({})) return newest;
  return undefined;
}

/** Whether a look at the service shows less than its newest record. */
function isBehindRecord(
  { status, createdAt, targetServiceRevisionArn = '' }: ServiceDeploymentBrief,
  service: Service,
): boolean {
  const primary = primaryOf(service);
  if (!primary || !createdAt) return false;
  const isOther = primary.id !== deploymentIdOfRevision(targetServiceRevisionArn);
  if (isOther && isFromBefore(primary, { createdAt })) return true;
  // The record of one that is newer may be late.
  const isNext = isOther && isNewer(primary, { createdAt });
  return !isNext && hasEnded(status) && primary.rolloutState === 'IN_PROGRESS';
}

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
