import type { Service } from '@aws-sdk/client-ecs';
import type { EcrImage } from '../ecr/ecr-api';
import { imageDigestsOf } from '../ecr/manifest';
import { type Followed, primaryOf } from '../ecs/deployments';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { rightAccount } from '../preflight/checks/account';
import { deployable } from '../preflight/checks/service';
import { imagePresent } from '../preflight/checks/image';
import { refusalOfFindings } from '../preflight/evidence/finding';
import { runPostDeployChecks, type PostDeployEffects } from '../proof/post-deploy-checks';
import { followingOf } from '../proof/test-traffic';
import { announce, rollbackPolicyOf } from '../recovery/rollback-policy';
import { readRelease, type Release, type ReleaseEffects } from '../release/release';
import { deploymentOf, revisionOfImage } from '../release/deployment-of';
import { rollbackTargetOf } from '../release/rollback-target';
import { foundDeploymentIn, type Started } from '../rollout/start-deployment';
import type { ExpectedImage } from '../rollout/state/verification';
import type { FollowCommandSettings } from '../settings/command-settings';
import type { PlaceSettings } from '../settings/slices';
import type { Outcome } from '../verdict/outcome';
import { followToVerdict } from './deploy-revision';
import { knownProblemsOf } from './known-problems';
import { putLiveTag } from './put-live-tag';

export type FollowDeploymentEffects = PostDeployEffects & ReleaseEffects;

/** Says to the deployment what it waits for; the IDs of the hooks that it has answered. */
export type Answering = (deployment: Followed) => Promise<ReadonlySet<string>>;

type Settings = Omit<FollowCommandSettings, 'aws' | 'dotenv' | 'deploymentId'> & {
  readonly deploymentId?: string | undefined;
  /** Of a deployment that is taken back, whose image may be gone. */
  readonly mayLackImage?: boolean;
};

/** Follows the deployment of this image that is under way, or was, to its end. Starts none. */
export async function followDeployment(
  settings: Settings,
  effects: FollowDeploymentEffects,
  answer?: Answering,
): Promise<Outcome> {
  const { place, follow, proof, recovery } = settings;
  const { image, service, ...release } = await readDeployable(settings, effects);
  const { choice } = release;
  const started = await startedBefore(service, release, settings, effects);
  const deployment = started.undone ?? started.followed;
  const { taskDefinition } = deployment;
  const target =
    choice.existing === taskDefinition
      ? release.target
      : await rollbackTargetOf(service, taskDefinition, effects);
  const policy = rollbackPolicyOf(recovery, target);
  effects.recorder?.replaces({
    before: target && { revision: familyRevisionOf(target.taskDefinition) },
    after: { revision: familyRevisionOf(taskDefinition) },
    differences: [],
  });
  if (started.kind === 'ours' && isListed(started.followed.deploymentId, service))
    announce(policy, effects.log);
  const answered = await answer?.(deployment);
  const outcome = await followToVerdict(
    started,
    {
      ...{ service, desiredCountBefore: service.desiredCount ?? 0, policy, answered },
      image: image && taskDefinition === revisionOfImage(choice) ? expectedImage(choice, image) : undefined,
      ...follow,
      follow: followingOf(proof, effects),
      prove: (serving, context) => runPostDeployChecks(serving, context, proof, effects),
    },
    effects,
  );
  return putLiveTag(outcome, place.liveTag, effects);
}

function expectedImage({ change }: Release['choice'], image: EcrImage): ExpectedImage {
  return { containers: change.containers, digests: imageDigestsOf(image) };
}

/** The release, or all that speaks against following it here. */
async function readDeployable(
  { place, image: tagged, revision, mayLackImage }: Settings,
  effects: FollowDeploymentEffects,
): Promise<Release & { readonly service: Service }> {
  const imageFound = mayLackImage ? () => undefined : imagePresent;
  const read = await readRelease({ image: tagged, revision }, effects, (parts) =>
    knownProblemsOf(parts, place, imageFound, effects),
  );
  const { image, service, wanted } = read;
  const refusal = refusalOfFindings([
    deployable(service, place),
    rightAccount(place.accountId, service),
    imageFound(image, wanted),
  ]);
  if (refusal || !service) throw refusal ?? new Error('neither a refusal nor a service');
  return { ...read, service };
}

/** The deployment as the service shows it, else as its record does. */
async function startedBefore(
  service: Service,
  { choice }: Pick<Release, 'choice'>,
  { deploymentId, place }: Settings,
  effects: FollowDeploymentEffects,
): Promise<Started> {
  const { log } = effects;
  const listed = service.deployments?.find(({ id }) => id === deploymentId);
  const taskDefinition = listed?.taskDefinition ?? revisionOfImage(choice);
  const asked = { isUndoneWhenStalled: true, mayBeTakenBack: true };
  const found = taskDefinition && foundDeploymentIn(service, { taskDefinition, ...asked });
  if (found && isAsked(found.started, deploymentId)) {
    log.line(`deployment  ${found.text}`);
    return { ...found.started, isFound: true };
  }
  const recorded = await deploymentOf({ taskDefinition, deploymentId }, effects);
  if (!recorded) throw noDeployment(service, deploymentId, place);
  const { followed, status } = recorded;
  const name = familyRevisionOf(followed.taskDefinition);
  log.line(`deployment  ${followed.deploymentId} of ${name} is ${status} by its record: following that`);
  return { followed, kind: 'ours', isFound: true };
}

function isListed(deploymentId: string, { deployments = [] }: Service): boolean {
  return deployments.some(({ id }) => id === deploymentId);
}

function isAsked({ followed, undone }: Omit<Started, 'isFound'>, deploymentId: string | undefined): boolean {
  return deploymentId === undefined || (undone ?? followed).deploymentId === deploymentId;
}

function noDeployment(service: Service, deploymentId: string | undefined, place: PlaceSettings): EcsCdError {
  const { id = 'none', taskDefinition = '' } = primaryOf(service) ?? {};
  const what = deploymentId === undefined ? 'deployment of this image' : `deployment ${deploymentId}`;
  return new EcsCdError(
    'rejected',
    `service ${place.service} has no ${what}: its PRIMARY deployment is ${id} of ${familyRevisionOf(taskDefinition)}; nothing was changed`,
    { fix: 'run the deploy job of this commit first, in the same environment' },
  );
}
