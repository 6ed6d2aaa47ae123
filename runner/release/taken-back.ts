import type { Service } from '@aws-sdk/client-ecs';
import { isBehind, isSettled, primaryOf } from '../ecs/deployments';
import type { Ecs } from '../ecs/ecs-api';
import { deployedRevisions } from '../ecs/history';
import type { JobLog } from '../log/job-log';
import { isSame, unlessGone } from './register-again';

interface Effects {
  readonly ecs: Ecs;
  readonly log: JobLog;
}

/** Of the history, what one call reads. */
const mostRecords = 20;

/**
 * Whether the current revision (an ARN) is itself the way back: the newest other deployment was of a later one, or of one
 * that came between it and the deregistered revision that it was registered after.
 */
export async function isTakenBack(current: string, service: Service, effects: Effects): Promise<boolean> {
  const isBehindAnother = service.deployments?.some(({ taskDefinition }) =>
    isBehind(current, taskDefinition),
  );
  return isBehindAnother === true || (await isTakenBackByHistory(current, service, effects));
}

function isAtRest(service: Service): boolean {
  const primary = primaryOf(service);
  return primary !== undefined && isSettled(primary, service);
}

async function isTakenBackByHistory(current: string, service: Service, effects: Effects): Promise<boolean> {
  let mayBeRolledBack = isAtRest(service);
  let newest: string | undefined;
  let looked = 0;
  for await (const { taskDefinition, status } of deployedRevisions(effects)) {
    if (mayBeRolledBack && status === 'ROLLBACK_SUCCESSFUL') return true;
    // Only the newest deployment says how the service came to what it runs.
    mayBeRolledBack = false;
    if (taskDefinition !== current) {
      if (newest === undefined && isBehind(current, taskDefinition)) return true;
      newest ??= taskDefinition;
      if (taskDefinition !== newest && status === 'SUCCESSFUL')
        return isAgain(current, newest, taskDefinition, effects.ecs);
    }
    if (++looked >= mostRecords && newest !== undefined) return false;
  }
  return false;
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
