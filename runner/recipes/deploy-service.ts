import type { Service } from '@aws-sdk/client-ecs';
import type { DeploySettings } from '../settings/command-settings';
import type { ImageSettings } from '../settings/slices';
import type { EcrImage } from '../ecr/ecr-api';
import { imageDigestsOf } from '../ecr/manifest';
import { imagePresent } from '../preflight/checks/image';
import { refusalOfFindings } from '../preflight/evidence/finding';
import { runPreflight, type PreflightEffects } from '../preflight/preflight';
import { tellPreflight } from '../report/preflight-report';
import { imageByTag } from '../names/image-reference';
import { throwIfCancelled } from '../recovery/cancel';
import { announce, rollbackPolicyOf } from '../recovery/rollback-policy';
import type { Outcome } from '../verdict/outcome';
import { foreignCommitOf, tellImageReplacement } from '../release/tell-image-replacement';
import { runPostDeployChecks, type PostDeployEffects } from '../proof/post-deploy-checks';
import { readAgain, readRelease, type Release, type ReleaseEffects } from '../release/release';
import { revisionToRun, runningImagesOf } from '../release/revision-to-run';
import { deployRevision } from './deploy-revision';
import { waitForOtherDeployment } from '../release/wait-for-other-deployment';
import { knownProblemsOf } from './known-problems';
import { putLiveTag } from './put-live-tag';

export type DeployEffects = PostDeployEffects & ReleaseEffects & PreflightEffects;

/** From a tag in ECR to a verdict on the service. */
export async function deployService(settings: DeploySettings, effects: DeployEffects): Promise<Outcome> {
  const { interruption } = effects;
  const { place, follow, proof, recovery, preflight } = settings;
  const read = await readRelease(wantedIn(settings), effects, (parts) =>
    knownProblemsOf(parts, place, (image) => imagePresent(image, settings.image), effects),
  );
  const clear = await passPreflight(read, settings, effects);
  throwIfCancelled(interruption);
  const release = await readWhenSettled(clear, settings, effects);
  const { service, image, isServed, target, foreignCommit } = release;
  for (const running of runningImagesOf(release.choice)) {
    await tellImageReplacement(running, image, settings.image, effects);
  }
  const policy = rollbackPolicyOf(recovery, target);
  if (!isServed) announce(policy, effects.log);
  throwIfCancelled(interruption);
  const revision = await revisionToRun(release.choice, effects);
  throwIfCancelled(interruption);

  const outcome = await deployRevision(
    {
      service,
      desiredCountBefore: clear.service.desiredCount ?? 0,
      revision: { ...revision, isUndoneWhenStalled: policy.kind === 'back-to', mayBeTakenBack: true },
      image: { containers: revision.containers, digests: imageDigestsOf(image) },
      policy,
      timeoutSeconds: follow.timeoutSeconds,
      logLines: follow.logLines,
      waitUntil: preflight.waitUntil,
      isFailFast: follow.failFast === 'on',
      prove: (serving, context) => runPostDeployChecks(serving, context, proof, effects),
    },
    effects,
  );
  await putLiveTag(outcome, place.liveTag, effects);
  return withCommit(outcome, foreignCommit, settings.image);
}

/** What is to be released. */
const wantedIn = ({ image, revision }: DeploySettings) => ({ image, revision });

/** A success must not pass for that of the job's commit when it is another one's. */
function withCommit(outcome: Outcome, foreignCommit: string | undefined, { commit }: ImageSettings): Outcome {
  if (outcome.verdict !== 'succeeded' || foreignCommit === undefined) return outcome;
  const { happened } = outcome;
  return { ...outcome, happened: `${happened}; its image is of commit ${foreignCommit}, not of ${commit}` };
}

/** A release that nothing speaks against. */
type ClearRelease = Release & {
  readonly image: EcrImage;
  readonly service: Service;
  /** The commit that the image says it is of, where that is another one than the job's. */
  readonly foreignCommit: string | undefined;
};

/** Ends a run that must not begin, with all that stands in its way. */
async function passPreflight(
  release: Release,
  settings: DeploySettings,
  effects: DeployEffects,
): Promise<ClearRelease> {
  const { image, service } = release;
  const { aws, place, image: wanted, recovery, preflight } = settings;
  if (image) effects.log.line(`image       ${imageByTag(wanted.repository, wanted.tag)} is ${image.digest}`);
  const result = await runPreflight(
    { aws, place, image: wanted, recovery, preflight },
    release,
    imagePresent(image, wanted),
    effects,
  );
  throwIfCancelled(effects.interruption);
  tellPreflight(result, preflight, effects.log);
  const refusal = refusalOfFindings(result.findings);
  if (refusal || !image || !service) throw refusal ?? new Error('a preflight without an image or a service');
  return { ...release, image, service, foreignCommit: await foreignCommitOf(image, wanted, effects) };
}

/** The release once the service is ready for it; read again where that took a while. */
async function readWhenSettled(
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
  return {
    ...release,
    ...(await readAgain(wantedIn(settings), release, service, effects)),
    service,
    image: release.image,
  };
}
