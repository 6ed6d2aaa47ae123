import type { Service } from '@aws-sdk/client-ecs';
import { imageDigestsOf } from '../ecr/manifest';
import { primaryOf } from '../ecs/deployments';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { rightAccount } from '../preflight/checks/account';
import { deployable } from '../preflight/checks/service';
import { imagePresent } from '../preflight/checks/image';
import { refusalOfFindings } from '../preflight/evidence/finding';
import { runPostDeployChecks, type PostDeployEffects } from '../proof/post-deploy-checks';
import { announce, rollbackPolicyOf } from '../recovery/rollback-policy';
import { readRelease, type Release, type ReleaseEffects } from '../release/release';
import { deploymentOf, revisionOfImage } from '../release/deployment-of';
import { rollbackTargetOf } from '../release/rollback-target';
import { foundDeploymentIn, type Started } from '../rollout/start-deployment';
import type { FollowCommandSettings } from '../settings/command-settings';
import type { PlaceSettings } from '../settings/slices';
import type { Outcome } from '../verdict/outcome';
import { followToVerdict } from './deploy-revision';
import { knownProblemsOf } from './known-problems';
import { putLiveTag } from './put-live-tag';

export type FollowDeploymentEffects = PostDeployEffects & ReleaseEffects;

/** Follows the deployment of this image that is under way, or was, to its end. Starts none. */
export async function followDeployment(
  settings: FollowCommandSettings,
  effects: FollowDeploymentEffects,
): Promise<Outcome> {
  const { place, image: wanted, revision, recovery, follow, proof } = settings;
  const read = await readRelease({ image: wanted, revision }, effects, (parts) =>
    knownProblemsOf(parts, place, (found) => imagePresent(found, wanted), effects),
  );
  const { image, service, choice } = read;
  const refusal = refusalOfFindings([
    deployable(service, place),
    rightAccount(place.accountId, service),
    imagePresent(image, wanted),
  ]);
  if (refusal || !image || !service)
    throw refusal ?? new Error('neither a refusal nor an image of a service');
  const started = await startedBefore(service, read, settings, effects);
  const { taskDefinition } = started.undone ?? started.followed;
  const target =
    choice.existing === taskDefinition
      ? read.target
      : await rollbackTargetOf(service, taskDefinition, effects);
  const policy = rollbackPolicyOf(recovery, target);
  if (started.kind === 'ours' && isListed(started.followed.deploymentId, service))
    announce(policy, effects.log);
  const outcome = await followToVerdict(
    started,
    {
      ...{ service, desiredCountBefore: service.desiredCount ?? 0 },
      image: { containers: choice.change.containers, digests: imageDigestsOf(image) },
      policy,
      timeoutSeconds: follow.timeoutSeconds,
      logLines: follow.logLines,
      isFailFast: follow.failFast === 'on',
      prove: (serving, context) => runPostDeployChecks(serving, context, proof, effects),
    },
    effects,
  );
  return putLiveTag(outcome, place.liveTag, effects);
}

/** The deployment as the service shows it, else as its record does. */
async function startedBefore(
  service: Service,
  { choice }: Release,
  { deploymentId, place }: FollowCommandSettings,
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
