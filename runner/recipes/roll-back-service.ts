import type { Service } from '@aws-sdk/client-ecs';
import type { RollbackSettings } from '../settings/command-settings';
import { bringBack } from '../ecr/archive';
import { orElse } from '../errors';
import { familyOf, familyRevisionOf } from '../names/arn';
import { imageByTag } from '../names/image-reference';
import { throwIfCancelled } from '../recovery/cancel';
import { followPastTest } from '../recovery/roll-back';
import { deployableService } from './known-problems';
import { currentRevisionOf, rolledBackDeploymentOf } from '../ecs/deployments';
import { deployRevision } from './deploy-revision';
import { digestsOf, putLiveTag, type LiveEffects } from './put-live-tag';
import { registerAgain, registrableAgain } from '../release/register-again';
import { upToDate, recentDeployments } from '../release/deployment-of';
import { revisionToRestore } from '../release/revision-to-restore';
import type { RollbackTarget } from '../release/rollback-target';
import { refusalOfFindings } from '../preflight/evidence/finding';
import { permitted, unlessHidden } from '../ecr/ecr-refusal';
import { deploymentsTableOf } from '../report/table';
import { originIn } from '../task-definition/origin-tags';
import type { Schedules } from '../schedules/schedules-api';
import { moveSchedules, readSchedules } from './schedules';
import { companyOf } from './several/company';
import { tellLeftSchedules } from './several/left-schedules';
import { ofEach, atOnce, type ServiceRun, toOneVerdict } from './several/to-one-verdict';
import { asWanted, type Outcome } from '../verdict/outcome';
import { deploymentToTakeBack, takeBackDeployment } from './take-back-deployment';
import { stillAsRead, waitForOtherDeployment } from '../release/wait-for-other-deployment';

type Effects = LiveEffects & { readonly schedules: Schedules };
type Run = ServiceRun<RollbackSettings, Effects>;

/**
 * By hand: takes the last deployment of each service back, or goes to the revisions that were asked for. Doing it again, or
 * after ECS did it, changes nothing more: whoever wants to go further back names the revision. Nothing is changed unless all
 * of them may be.
 */
export async function rollBackServices(runs: readonly Run[]): Promise<Outcome> {
  const found = await ofEach(
    runs,
    async (run) => ({ ...run, way: await wayBackOf(run.settings, run.effects) }),
    atOnce,
  );
  const families = found.map(({ way }) => familyOf(way.current));
  const ofAll = [...new Set(families)];
  const clear = await ofEach(found, async ({ settings, effects, ...run }) => {
    const family = familyOf(run.way.current);
    // A schedule runs one revision of its family: it goes with the first service of it.
    const names = found[families.indexOf(family)]?.name === run.name ? (settings.schedules ?? []) : [];
    const wanted = { schedules: names, families: ofAll, revision: { family } };
    const { schedules, findings } = await readSchedules(wanted, effects);
    const refusal = refusalOfFindings(findings);
    if (refusal) throw refusal;
    return { ...run, settings, effects, schedules };
  });
  const ready = await ofEach(clear, async (run) => ({
    ...run,
    way: await readyWayBack(run.way, run.effects),
  }));
  const updatable = [];
  // One after the other: of one family each finds what the one before has registered.
  for (const run of ready) updatable.push({ ...run, way: await updatableWayBack(run.way, run.effects) });
  const outcome = await toOneVerdict(updatable, {
    company: companyOf(updatable, false),
    allDone: `all ${updatable.length} services serve what they were put back to`,
    async work({ way, settings, effects, schedules }) {
      const outcome = await putLiveTag(await goBack(way, settings, effects), settings.place.liveTag, effects);
      return withCommit(await moveSchedules(outcome, schedules, effects), effects);
    },
  });
  tellLeftSchedules(updatable, outcome);
  return outcome;
}

/** A service as it was read, what it ran then, and where it goes. */
interface WayBack {
  readonly service: Service;
  readonly current: string;
  readonly target: RollbackTarget;
  /** Whether ECS takes a deployment back to it already. */
  readonly isUnderWay: boolean;
  /** ms of the clock. */
  readonly readAt: number;
  /** When the run began. */
  readonly desiredCountBefore: number;
}

async function wayBackOf(settings: RollbackSettings, effects: Effects): Promise<WayBack> {
  const { ecs, log, clock } = effects;
  const service = await upToDate(await deployableService(settings.place, ecs), effects);
  const current = currentRevisionOf(service);
  const { desiredCount: desiredCountBefore = 0 } = service;
  const seen = { service, current, desiredCountBefore, readAt: clock.now() };
  const rolledBack = settings.to === undefined ? rolledBackDeploymentOf(service)?.taskDefinition : undefined;
  if (rolledBack !== undefined)
    return { ...seen, target: { taskDefinition: rolledBack, isUpdatable: true }, isUnderWay: true };
  const target = await orElse(revisionToRestore(current, service, settings, effects), async (error) => {
    const recent = await orElse(recentDeployments(current, effects), () => []);
    if (recent.length > 0) log.line(['last deployments', ...deploymentsTableOf(recent, undefined)]);
    throw error;
  });
  return { ...seen, target, isUnderWay: false };
}

/** Its images are there, it can be updated to, and nobody is taking another one back. No service has changed yet. */
async function readyWayBack(way: WayBack, effects: LiveEffects): Promise<WayBack> {
  const { log, recorder, interruption, clock } = effects;
  const { service, current, target } = way;
  const { taskDefinition: goal } = target;
  if (way.isUnderWay) return way;
  if (goal !== current) {
    log.line(`rollback    from ${familyRevisionOf(current)} to ${familyRevisionOf(goal)}`);
    const [before, after] = [current, goal].map((arn) => ({ revision: familyRevisionOf(arn) }));
    if (after) recorder?.replaces({ before, after, differences: [] });
  }
  if (!target.isUpdatable) await registrableAgain(goal, current, effects);
  await fetchImages(goal, effects);
  throwIfCancelled(interruption);
  if (deploymentToTakeBack(service, target)) return way;
  const patience = { taskDefinition: goal, othersSeconds: undefined };
  const settled = await waitForOtherDeployment(service, patience, effects);
  return { ...way, service: settled, readAt: settled === service ? way.readAt : clock.now() };
}

/** A revision that has been deregistered is registered once more. */
async function updatableWayBack(way: WayBack, effects: LiveEffects): Promise<WayBack> {
  const { service, current, target } = way;
  throwIfCancelled(effects.interruption);
  if (target.isUpdatable) return way;
  const again = () => registerAgain(target.taskDefinition, current, effects);
  // ECS itself can go back to it, unless it has completed the deployment by then.
  if (deploymentToTakeBack(service, target)) return { ...way, target: { ...target, again } };
  return { ...way, target: { taskDefinition: await again(), isUpdatable: true } };
}

async function goBack(read: WayBack, settings: RollbackSettings, effects: LiveEffects): Promise<Outcome> {
  throwIfCancelled(effects.interruption);
  const service = read.isUnderWay ? read.service : await stillAsRead(read, effects);
  const way = await updatableWayBack({ ...read, service }, effects);
  const { target, current, desiredCountBefore } = way;
  const unended = way.isUnderWay ? undefined : deploymentToTakeBack(service, target);
  if (unended) return takeBackDeployment(unended, { service, target }, settings, effects);
  const outcome = await deployRevision(
    {
      ...{ service, desiredCountBefore },
      // What is undone by hand is not redone by itself: if this fails, a person looks.
      revision: { ...target, isUndoneWhenStalled: true, mayBeTakenBack: false },
      policy: { kind: 'by-hand', from: current },
      ...settings.follow,
      follow: settings.isTested ? followPastTest : undefined,
    },
    effects,
  );
  return way.isUnderWay ? asWanted(outcome, 'ECS was rolling back already') : outcome;
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

/** Brings images of the revision back from the archive. What ECR has no more, a machine that runs tasks may have. */
async function fetchImages(taskDefinition: string, effects: LiveEffects): Promise<void> {
  const { ecs, ecr, log } = effects;
  if (!ecr) return;
  for (const digest of await digestsOf(taskDefinition, ecr.repository, ecs)) {
    const seen = await unlessHidden(ecr.imageStatus(digest), log);
    if (seen?.value) await permitted(bringBack(ecr, digest, seen.value, effects), log);
    else if (seen) {
      const image = imageByTag(ecr.repository, digest);
      log.warning(`ECR has no ${image}, which ${familyRevisionOf(taskDefinition)} runs: nothing can pull it`);
    }
  }
}
