import type { Service } from '@aws-sdk/client-ecs';
import { isBehind, isSettled, primaryOf } from '../ecs/deployments';
import type { Ecs } from '../ecs/ecs-api';
import { deployedRevisions, type DeployedRevision, type HistoryEffects } from '../ecs/history';
import { EcsCdError } from '../errors';
import { unlessGone } from '../ecs/ecs-call';
import { isSame } from './register-again';

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
