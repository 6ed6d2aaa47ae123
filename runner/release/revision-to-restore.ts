import type { Service } from '@aws-sdk/client-ecs';
import { deployedRevisions, type HistoryEffects, type DeployedRevision } from '../ecs/history';
import { EcsCdError } from '../errors';
import { familyOf, familyRevisionOf } from '../names/arn';
import { askedRevision } from './base-revision';
import { deregisteredError, isSame } from './register-again';
import { servedBefore, type RollbackTarget } from './rollback-target';
import { isBehind, isSettled, primaryOf } from '../ecs/deployments';
import type { Ecs } from '../ecs/ecs-api';
import { unlessGone } from '../ecs/ecs-call';

interface Asked {
  /** `FAMILY:REVISION` */
  readonly to?: string | undefined;
  /** Whether a revision that has been deregistered is registered once more. */
  readonly again: boolean;
  readonly place: { readonly service: string };
}

/** Where a rollback by hand goes to: a deregistered revision only where it is to be registered again. */
export async function revisionToRestore(
  current: string,
  service: Service,
  { place, to, again }: Asked,
  effects: HistoryEffects,
): Promise<RollbackTarget> {
  if (to !== undefined) return asked(to, current, again, effects);
  if (await isTakenBack(current, service, effects)) {
    effects.log.warning(
      `the deployment before this one has been taken back to ${familyRevisionOf(current)} already; to go further back name the revision: --to FAMILY:REVISION (ECS_CD_TO)`,
    );
    return { taskDefinition: current, isUpdatable: true };
  }
  let last: RollbackTarget | undefined;
  for await (const target of servedBefore(service, current, effects)) {
    if (!last && (target.isUpdatable || again)) return target;
    if (last && target.isUpdatable) throw deregisteredError(last, target);
    last ??= target;
  }
  if (last) throw deregisteredError(last, undefined);
  throw new EcsCdError(
    'rejected',
    `no successful deployment of another revision than ${familyRevisionOf(current)} is known of ${place.service}; nothing was changed`,
    { fix: 'name the revision to go back to: --to FAMILY:REVISION (ECS_CD_TO)' },
  );
}

async function asked(
  to: string,
  current: string,
  again: boolean,
  effects: HistoryEffects,
): Promise<RollbackTarget> {
  const family = familyOf(current);
  const { taskDefinition } = await askedRevision(to, family, effects.ecs, { again });
  const { taskDefinitionArn = '', status } = taskDefinition;
  if (taskDefinition.family !== family)
    throw new EcsCdError(
      'rejected',
      `${to} (ECS_CD_TO) belongs to another family than ${familyRevisionOf(current)}, which the service runs; nothing was changed`,
      { fix: `name a revision of ${family}` },
    );
  if (taskDefinitionArn !== current) await warnOfFailures(taskDefinitionArn, effects);
  return { taskDefinition: taskDefinitionArn, isUpdatable: status === 'ACTIVE' };
}

/** It is what was asked for, all the same: a history that cannot be read stops no rollback. */
async function warnOfFailures(taskDefinition: string, effects: HistoryEffects): Promise<void> {
  let last: string | undefined;
  try {
    for await (const { status = '', ...record } of deployedRevisions(effects)) {
      if (record.taskDefinition !== taskDefinition) continue;
      if (status === 'SUCCESSFUL') return;
      last ??= status;
    }
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    return;
  }
  if (last === undefined) return;
  effects.log.warning(
    `no deployment of ${familyRevisionOf(taskDefinition)} has succeeded yet; the last one ended as ${last}`,
  );
}

/** How the service came to what it runs is among the newest. */
const mostRecords = 4;

/**
 * Whether the current revision (an ARN) is itself the way back: the newest other deployment was of a later one, or of one
 * that came between it and the deregistered revision that it was registered after.
 */
export async function isTakenBack(
  current: string,
  service: Service,
  effects: HistoryEffects,
): Promise<boolean> {
  if (service.deployments?.some(({ taskDefinition }) => isBehind(current, taskDefinition))) return true;
  const records = await newestRecords(current, effects);
  const primary = primaryOf(service);
  const isAtRest = primary !== undefined && isSettled(primary, service);
  // Only the newest deployment says how the service came to what it runs.
  if (isAtRest && records[0]?.status === 'ROLLBACK_SUCCESSFUL') return true;
  const others = records.filter(({ taskDefinition }) => taskDefinition !== current);
  const newest = others[0]?.taskDefinition;
  if (newest === undefined) return false;
  if (isBehind(current, newest)) return true;
  const older = others.find((each) => each.taskDefinition !== newest && each.status === 'SUCCESSFUL');
  return older !== undefined && isAgain(current, newest, older.taskDefinition, effects.ecs);
}

/** Back to the first one of another revision, and some more as far as they can be read. */
async function newestRecords(current: string, effects: HistoryEffects): Promise<readonly DeployedRevision[]> {
  const records: DeployedRevision[] = [];
  let isTold = false;
  try {
    for await (const record of deployedRevisions(effects)) {
      isTold ||= record.taskDefinition !== current;
      if (records.push(record) >= mostRecords && isTold) break;
    }
  } catch (error) {
    if (!isTold || !(error instanceof EcsCdError)) throw error;
  }
  return records;
}

/** Whether `current` was registered in place of `older`, which has been deregistered, and not in place of `newest`. */
async function isAgain(current: string, newest: string, older: string, ecs: Ecs): Promise<boolean> {
  const before = await unlessGone(ecs.describeTaskDefinition(older));
  if (before?.taskDefinition.status !== 'INACTIVE') return false;
  const [now, between] = [
    await ecs.describeTaskDefinition(current),
    await unlessGone(ecs.describeTaskDefinition(newest)),
  ];
  return isSame(before, now) && !(between && isSame(between, now));
}
