import type { RegisterTaskDefinitionCommandInput, TaskDefinition } from '@aws-sdk/client-ecs';
import { awsErrorKindOf } from '../aws/aws-error-kind';
import { EcsCdError, orElse } from '../errors';
import { unlessGone } from '../ecs/ecs-call';
import type { HistoryEffects } from '../ecs/history';
import { familyRevisionOf } from '../names/arn';
import { differencesBetween } from '../task-definition/normalized-task-definition';
import { withOrigin } from '../task-definition/origin-tags';
import {
  lossTextOf,
  registrableOf,
  sameAgain,
  type DescribedRevision,
} from '../task-definition/task-definition';
import type { RollbackTarget } from './rollback-target';

/** What is asked where the last good revision has been deregistered: going further back is somebody's decision. */
export function deregisteredError(
  { taskDefinition }: RollbackTarget,
  instead: RollbackTarget | undefined,
): EcsCdError {
  const name = familyRevisionOf(taskDefinition);
  const again = `run this job with ECS_CD_AGAIN=true (--again), which registers the same as ${name} once more`;
  const other = instead && `, or with ECS_CD_TO=${familyRevisionOf(instead.taskDefinition)} (--to)`;
  return new EcsCdError(
    'rejected',
    `${name}, the last revision whose deployment succeeded before, has been deregistered: no update can go back to it; nothing was changed`,
    { fix: `${again}${other ?? ''}${instead ? ', which served before that' : ''}` },
  );
}

export const isSame = (one: DescribedRevision, { taskDefinition }: DescribedRevision): boolean =>
  differencesBetween(registrableOf(one.taskDefinition), registrableOf(taskDefinition)).length === 0;

/**
 * A revision that an update can go to with exactly the definition and the tags of one that has been deregistered: ECS
 * answers that one still (AWS docs). Registered unless `current` or the latest revision is that already, as after a run
 * that was killed. Answers the ARN.
 */
export async function registerAgain(
  deregistered: string,
  current: string,
  { ecs, log }: HistoryEffects,
): Promise<string> {
  const name = familyRevisionOf(deregistered);
  const { old, same } = await registrableAgain(deregistered, current, { ecs });
  if (same !== undefined) {
    log.line(`revision    ${familyRevisionOf(same)} is the same as ${name}: none registered`);
    return same;
  }
  const { revision = 0 } = old.taskDefinition;
  const { taskDefinitionArn = '' } = await registerRevision(sameAgain(old), revision, { ecs, log });
  log.line(`revision    ${familyRevisionOf(taskDefinitionArn)} registered, the same as ${name}`);
  return taskDefinitionArn;
}

/** What would be registered, and the ARN of what is the same already. Throws what speaks against it. */
export async function registrableAgain(
  deregistered: string,
  current: string,
  { ecs }: Pick<HistoryEffects, 'ecs'>,
): Promise<{ readonly old: DescribedRevision; readonly same: string | undefined }> {
  const old = await unlessGone(ecs.describeTaskDefinition(deregistered));
  if (!old)
    throw new EcsCdError(
      'rejected',
      `${familyRevisionOf(deregistered)} has been deleted: ECS does not answer it; nothing was changed`,
      {
        fix: 'name another revision to go back to: --to FAMILY:REVISION (ECS_CD_TO)',
      },
    );
  const others = [
    await ecs.describeTaskDefinition(current),
    await unlessGone(ecs.describeTaskDefinition(old.taskDefinition.family ?? '')),
  ];
  const same = others.find((one) => one?.taskDefinition.status === 'ACTIVE' && isSame(one, old));
  if (!same && old.lost.length > 0)
    throw new EcsCdError('rejected', `${lossTextOf(old.taskDefinition, old.lost)}; nothing was changed`, {
      fix: 'name another revision to go back to (--to, ECS_CD_TO), or register it by hand',
    });
  return { old, same: same?.taskDefinition.taskDefinitionArn };
}

/** Registers a revision; without the tags that ecs-cd puts on it where AWS takes it only so: they stop no deployment. */
export function registerRevision(
  input: RegisterTaskDefinitionCommandInput,
  newest: number,
  { ecs, log }: HistoryEffects,
): Promise<TaskDefinition> {
  const bare = withOrigin(input, {});
  return orElse(ecs.registerTaskDefinition(input, newest), async (error) => {
    if (bare.tags?.length === input.tags?.length || !mayBeForTags(error)) throw error;
    const registered = await ecs.registerTaskDefinition(bare, newest);
    log.line(`            registered without the tags ecs-cd:*: ${error.fix ?? error.message}`);
    return registered;
  });
}

/** A policy may also allow the registration itself with certain tags alone (AWS docs, `aws:TagKeys`). */
function mayBeForTags(error: EcsCdError): boolean {
  const said = error.cause instanceof Error ? error.cause.message : '';
  return awsErrorKindOf(error) === 'denied' ? !said.includes('iam:PassRole') : /\btags?\b/i.test(said);
}
