import type { Service } from '@aws-sdk/client-ecs';
import type { RollbackSettings } from '../settings/command-settings';
import { bringBack } from '../ecr/archive';
import { EcsCdError, orElse } from '../errors';
import { familyOf, familyRevisionOf } from '../names/arn';
import { imageByDigest } from '../names/image-reference';
import { throwIfCancelled } from '../recovery/cancel';
import { followPastTest } from '../recovery/roll-back';
import { deployableService } from './deployable-service';
import { primaryOf, rolledBackDeploymentOf } from '../ecs/deployments';
import { deployedRevisions } from '../ecs/history';
import { deployRevision } from './deploy-revision';
import { digestsOf, putLiveTag, type LiveEffects } from './put-live-tag';
import { askedRevision } from '../release/base-revision';
import { deregisteredError, registerAgain } from '../release/register-again';
import { recentDeployments } from '../release/recent-deployments';
import { servedBefore, type RollbackTarget } from '../release/rollback-target';
import { isTakenBack } from '../release/taken-back';
import { permitted, unlessHidden } from '../ecr/ecr-refusal';
import { deploymentsTableOf } from '../report/deployments-table';
import { originIn } from '../task-definition/origin-tags';
import type { Schedules } from '../schedules/schedules-api';
import { clearSchedules, moveSchedules } from './schedules';
import { asWanted, type Outcome } from '../verdict/outcome';
import { deploymentToTakeBack, takeBackDeployment } from './take-back-deployment';
import type { FollowEffects } from '../rollout/follow-context';
import { waitForOtherDeployment } from '../release/wait-for-other-deployment';

type Effects = LiveEffects & { readonly schedules: Schedules };

/**
 * By hand: takes the last deployment back, or goes to the revision that was asked for. Doing it again, or after ECS did
 * it, changes nothing more: whoever wants to go further back names the revision.
 */
export async function rollBackService(settings: RollbackSettings, effects: Effects): Promise<Outcome> {
  return withCommit(await rollBack(settings, effects), effects);
}

async function rollBack(settings: RollbackSettings, effects: Effects): Promise<Outcome> {
  const { ecs, log, interruption } = effects;
  const { place, to } = settings;
  const service = await deployableService(place, ecs);
  const current = currentRevisionOf(service);
  const schedules = await clearSchedules(settings.schedules, familyOf(current), effects);
  const beingRolledBack = to === undefined ? rolledBackDeploymentOf(service)?.taskDefinition : undefined;
  if (beingRolledBack !== undefined) {
    const step = { taskDefinition: beingRolledBack, current, service, settled: service };
    const outcome = await putLiveTag(await goTo(step, settings, effects), place.liveTag, effects);
    return moveSchedules(asWanted(outcome, 'ECS was rolling back already'), schedules, effects);
  }
  const target = await orElse(revisionToRestore(current, service, settings, effects), async (error) => {
    const recent = await orElse(recentDeployments(current, effects), () => []);
    if (recent.length > 0) log.line(['last deployments', ...deploymentsTableOf(recent, undefined)]);
    throw error;
  });
  const { taskDefinition: goal } = target;
  if (goal !== current) {
    log.line(`rollback    from ${familyRevisionOf(current)} to ${familyRevisionOf(goal)}`);
    const [before, after] = [current, goal].map((arn) => ({ revision: familyRevisionOf(arn) }));
    if (after) effects.recorder?.replaces({ before, after, differences: [] });
  }
  await fetchImages(goal, effects);
  throwIfCancelled(interruption);
  const unended = deploymentToTakeBack(service, target);
  const outcome = unended
    ? await takeBackDeployment(unended, { service, target }, settings, effects)
    : await updateTo(target, { current, service }, settings, effects);
  return moveSchedules(await putLiveTag(outcome, place.liveTag, effects), schedules, effects);
}

/** GitLab does not say which commit a rollback has brought back: the tags of its revision do. */
async function withCommit(outcome: Outcome, { ecs, log }: Effects): Promise<Outcome> {
  const { verdict, taskDefinition, serving = taskDefinition } = outcome;
  if (serving === undefined || (verdict !== 'succeeded' && verdict !== 'rolled-back')) return outcome;
  const revision = await orElse(ecs.describeTaskDefinition(serving), () => undefined);
  const { commit } = originIn(revision?.tags ?? []);
  const of = commit === undefined ? 'whose tags name no commit' : `commit ${commit}`;
  log.line(`serving     ${familyRevisionOf(serving)}, ${of}`);
  return commit === undefined ? outcome : { ...outcome, commit };
}

/** The service as it was when the run began, and what it ran. */
interface Before {
  readonly service: Service;
  readonly current: string;
}

async function updateTo(
  { taskDefinition: goal, isUpdatable }: RollbackTarget,
  before: Before,
  settings: RollbackSettings,
  effects: LiveEffects,
): Promise<Outcome> {
  const patience = { taskDefinition: goal, othersSeconds: undefined };
  const settled = await waitForOtherDeployment(before.service, patience, effects);
  const taskDefinition = isUpdatable ? goal : await registerAgain(goal, before.current, effects);
  throwIfCancelled(effects.interruption);
  return goTo({ ...before, settled, taskDefinition }, settings, effects);
}

function goTo(
  {
    service,
    settled,
    current,
    taskDefinition,
  }: Before & {
    readonly settled: Service;
    readonly taskDefinition: string;
  },
  { follow, isTested }: RollbackSettings,
  effects: LiveEffects,
): Promise<Outcome> {
  return deployRevision(
    {
      service: settled,
      desiredCountBefore: service.desiredCount ?? 0,
      // What is undone by hand is not redone by itself: if this fails, a person looks.
      revision: { taskDefinition, isUndoneWhenStalled: true, mayBeTakenBack: false },
      policy: { kind: 'by-hand', from: current },
      ...follow,
      follow: isTested ? followPastTest : undefined,
    },
    effects,
  );
}

/** Brings images of the revision back from the archive. What ECR has no more, a machine that runs tasks may have. */
async function fetchImages(taskDefinition: string, effects: LiveEffects): Promise<void> {
  const { ecs, ecr, log } = effects;
  if (!ecr) return;
  for (const digest of await digestsOf(taskDefinition, ecr.repository, ecs)) {
    const seen = await unlessHidden(ecr.imageStatus(digest), log);
    if (seen?.value) await permitted(bringBack(ecr, digest, seen.value, effects), log);
    else if (seen) {
      const image = imageByDigest(ecr.repository, digest);
      log.warning(`ECR has no ${image}, which ${familyRevisionOf(taskDefinition)} runs: nothing can pull it`);
    }
  }
}

function currentRevisionOf(service: Service): string {
  return primaryOf(service)?.taskDefinition ?? service.taskDefinition ?? '';
}

/** Deregistered only where it is to be registered again. */
async function revisionToRestore(
  current: string,
  service: Service,
  { place, to, again }: RollbackSettings,
  effects: FollowEffects,
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
  effects: FollowEffects,
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
async function warnOfFailures(taskDefinition: string, effects: FollowEffects): Promise<void> {
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
