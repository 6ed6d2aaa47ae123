import type { RollbackSettings } from '../contract/settings';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from './arn';
import { throwIfCancelled } from './cancel';
import { deployableService } from './deployable-service';
import type { Ecs } from './ecs';
import type { FollowEffects } from './watch';
import { rollOut } from './roll-out';
import { rollbackTargetOf } from './rollback-target';
import type { Outcome } from './verdict';

/** By hand: back to the last revision whose deployment succeeded, or to the one that was asked for. */
export async function rollBackService(settings: RollbackSettings, effects: FollowEffects): Promise<Outcome> {
  const { ecs, log, interruption } = effects;
  const service = await deployableService(settings, ecs);
  const current = service.taskDefinition ?? '';
  const taskDefinition =
    settings.to === undefined
      ? (await rollbackTargetOf(service, current, ecs))?.taskDefinition
      : await activeRevision(settings.to, ecs);
  if (taskDefinition === undefined) {
    throw new EcsCdError(
      'rejected',
      `the service ${settings.service} has no successful deployment of another revision than ${familyRevisionOf(current)} in its history; nothing was changed`,
      { fix: 'name the revision to go back to: --to FAMILY:REVISION (ECS_CD_TO)' },
    );
  }
  log.line(`rollback    from ${familyRevisionOf(current)} to ${familyRevisionOf(taskDefinition)}`);
  throwIfCancelled(interruption);
  // What is undone by hand is not redone by itself: if this fails, a person looks.
  return rollOut(
    { service, revision: { taskDefinition }, rollback: 'off', timeoutSeconds: settings.timeoutSeconds },
    effects,
  );
}

async function activeRevision(to: string, ecs: Ecs): Promise<string> {
  const { taskDefinition } = await ecs.describeTaskDefinition(to);
  const { taskDefinitionArn, status } = taskDefinition;
  if (taskDefinitionArn !== undefined && status === 'ACTIVE') return taskDefinitionArn;
  throw new EcsCdError('rejected', `${to} (ECS_CD_TO) is ${status}, not ACTIVE; nothing was changed`, {
    fix: 'name a revision that has not been deregistered',
  });
}
