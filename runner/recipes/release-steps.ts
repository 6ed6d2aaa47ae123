import type { Service } from '@aws-sdk/client-ecs';
import type { DeploySettings } from '../settings/command-settings';
import type { ImageSettings } from '../settings/image-settings';
import type { EcrImage } from '../ecr/ecr-api';
import { imageDigestsOf } from '../ecr/manifest';
import { unlessHidden } from '../ecr/ecr-refusal';
import { imagePresent } from '../preflight/checks/image';
import { refusalOfFindings } from '../preflight/evidence/finding';
import { runPreflight, type PreflightEffects } from '../preflight/preflight';
import { tellPreflight } from '../report/plan-report';
import { imageByTag } from '../names/image-reference';
import { throwIfCancelled } from '../recovery/cancel';
import { announce, rollbackPolicyOf, type RollbackPolicy } from '../recovery/rollback-policy';
import type { Outcome } from '../verdict/outcome';
import { replacementOf } from '../release/plan';
import { commitOf, tellImageReplacement } from '../release/tell-image-replacement';
import type { PostDeployEffects } from '../proof/post-deploy-checks';
import { followingOf } from '../proof/test-traffic';
import { readAgain, readRelease, type Release, type ReleaseEffects } from '../release/release';
import { revisionToRun, runningImagesOf, type RevisionToRun } from '../release/revision-to-run';
import type { Startable } from '../rollout/start-deployment';
import type { Member } from './several/company';
import { proverOf } from './several/prove-together';
import type { Ecs } from '../ecs/ecs-api';
import { deregisterOldRevisions } from './deregister-old-revisions';
import { deployRevision } from './deploy-revision';
import { stillAsRead, waitForOtherDeployment } from '../release/wait-for-other-deployment';
import { knownProblemsOf } from './known-problems';
import { putLiveTag } from './put-live-tag';
import type { Schedule } from '../schedules/schedule';
import type { Schedules } from '../schedules/schedules-api';
import { moveSchedules, readSchedules } from './schedules';

/** The steps of a deployment. Each may be taken for several services before the next one. */

export type DeployEffects = PostDeployEffects &
  ReleaseEffects &
  PreflightEffects & { readonly schedules: Schedules; readonly ofService: (name: string) => Ecs };

/** A release that nothing speaks against. */
export type ClearRelease = Release & {
  readonly image: EcrImage;
  readonly service: Service;
  /** When the run began. */
  readonly desiredCountBefore: number;
  /** When the service was read (ms of the clock). */
  readonly readAt: number;
  /** The commit that the image is of, as far as that is known. */
  readonly commit: string | undefined;
  readonly schedules: readonly Schedule[];
};

/** A release whose revision is registered. */
export type ReadyRelease = ClearRelease & {
  readonly revision: RevisionToRun;
  readonly policy: RollbackPolicy;
};

/** Ends a run that must not begin, with all that stands in its way. */
export async function clearRelease(settings: DeploySettings, effects: DeployEffects): Promise<ClearRelease> {
  const { place, preflight } = settings;
  const release = await readRelease(settings, effects, (parts) =>
    knownProblemsOf(parts, place, imagePresent, effects),
  );
  const { image, service, wanted } = release;
  const whose = wanted.revision === undefined ? '' : `, which ${wanted.revision} runs`;
  if (image)
    effects.log.line(`image       ${imageByTag(wanted.repository, wanted.tag)} is ${image.digest}${whose}`);
  const { schedules, findings } = await readSchedules(settings, effects);
  const found = [imagePresent(image, wanted), findings];
  const result = await runPreflight(settings, release, found, effects);
  effects.recorder?.checked(result.findings);
  throwIfCancelled(effects.interruption);
  tellPreflight(result, preflight, effects.log);
  const refusal = refusalOfFindings(result.findings);
  if (refusal || !image || !service) throw refusal ?? new Error('a preflight without an image or a service');
  // Nobody waits for it: most deployments need no way back.
  for (const digest of result.archived) await unlessHidden(effects.ecr.restore(digest), effects.log);
  const commit = await commitOf(image, wanted, effects);
  throwIfCancelled(effects.interruption);
  const seen = { desiredCountBefore: service.desiredCount ?? 0, readAt: effects.clock.now() };
  return { ...release, image, service, ...seen, commit, schedules };
}

/** The release once the service is ready for it; read again where that took a while. */
export async function settledRelease(
  release: ClearRelease,
  settings: DeploySettings,
  effects: DeployEffects,
): Promise<ClearRelease> {
  const { preflight, follow } = settings;
  const patience = {
    taskDefinition: release.choice.existing,
    othersSeconds: preflight.inProgress === 'wait' ? follow.timeoutSeconds : undefined,
  };
  const service = await waitForOtherDeployment(release.service, patience, effects);
  if (service === release.service) return release;
  const again = await readAgain(settings, release, service, effects);
  return { ...release, ...again, service, readAt: effects.clock.now(), image: release.image };
}

/** Registers what is to run. The service does not change yet. */
export async function readyRelease(
  release: ClearRelease,
  { image, revision: wanted, recovery }: Pick<DeploySettings, 'image' | 'revision' | 'recovery'>,
  effects: DeployEffects,
): Promise<ReadyRelease> {
  const { interruption, log } = effects;
  for (const running of runningImagesOf(release.choice)) {
    await tellImageReplacement(running, release.image, image, effects);
  }
  const policy = rollbackPolicyOf(recovery, release.target);
  if (!release.isServed) announce(policy, log);
  throwIfCancelled(interruption);
  const revision = await revisionToRun(
    release.choice,
    { ...wanted.registeredBy, commit: release.commit },
    effects,
  );
  effects.recorder?.replaces(replacementOf(release, revision, image));
  throwIfCancelled(interruption);
  return { ...release, policy, revision };
}

/** Brings it into the service, and follows that to a verdict. */
export async function rollOut(
  ready: ReadyRelease,
  settings: DeploySettings,
  effects: DeployEffects,
  member?: Member,
): Promise<Outcome> {
  throwIfCancelled(effects.interruption);
  const { desiredCountBefore, revision, policy, image, commit, schedules } = ready;
  const { place, follow, proof, preflight } = settings;
  const outcome = await deployRevision(
    {
      ...{ service: await stillAsRead(ready, effects), desiredCountBefore, policy },
      revision: startableOf({ revision, policy }),
      image: { containers: revision.containers, digests: imageDigestsOf(image) },
      ...follow,
      waitUntil: preflight.waitUntil,
      member,
      follow: followingOf(proof, effects),
      prove: proverOf(proof, policy, member, effects),
    },
    effects,
  );
  await putLiveTag(outcome, place.liveTag, effects);
  const moved = await moveSchedules(outcome, schedules, effects, desiredCountBefore);
  const retention = { ...settings.revision, keep: settings.keepRevisions };
  await deregisterOldRevisions(moved, retention, schedules, effects);
  return withCommit(moved, commit, settings.image);
}

export function startableOf({ revision, policy }: Pick<ReadyRelease, 'revision' | 'policy'>): Startable {
  return { ...revision, isUndoneWhenStalled: policy.kind === 'back-to', mayBeTakenBack: true };
}

/** A success must not pass for that of the job's commit when it is another one's. */
function withCommit(outcome: Outcome, of: string | undefined, { commit }: ImageSettings): Outcome {
  if (outcome.verdict !== 'succeeded' || of === undefined || of === commit) return outcome;
  return { ...outcome, happened: `${outcome.happened}; its image is of commit ${of}, not of ${commit}` };
}
