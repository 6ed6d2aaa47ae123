import type { Service } from '@aws-sdk/client-ecs';
import { type Followed, followedOf, isBehind, primaryOf } from '../ecs/deployments';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { rightAccount } from '../preflight/checks/account';
import { deployable } from '../preflight/checks/service';
import { imagePresent } from '../preflight/checks/image';
import { refusalOfFindings } from '../preflight/evidence/finding';
import type { PostDeployEffects } from '../proof/post-deploy-checks';
import { readAgain, readRelease, type Release, type ReleaseEffects } from '../release/release';
import { deploymentOf, revisionOfImage, upToDate } from '../release/deployment-of';
import { rollbackTargetOf } from '../release/rollback-target';
import { isTakenBack } from '../release/revision-to-restore';
import { foundDeploymentIn, type Started } from '../rollout/start-deployment';
import type { FollowCommandSettings } from '../settings/command-settings';
import type { PlaceSettings } from '../settings/slices';
import { knownProblemsOf } from './known-problems';
import type { ServiceRun } from './several/to-one-verdict';

export type FollowDeploymentEffects = PostDeployEffects & ReleaseEffects;

export type FollowSettings = Omit<FollowCommandSettings, 'aws' | 'dotenv' | 'deploymentId'> & {
  readonly deploymentId?: string | undefined;
  /** Of a deployment that is taken back, whose image may be gone. */
  readonly mayLackImage?: boolean;
};
export type FollowRun = ServiceRun<FollowSettings, FollowDeploymentEffects>;

/** A deployment of this image that is under way, or was. */
type FoundRelease = Release & {
  readonly service: Service;
  readonly started: Started;
  /** What the run is about. */
  readonly deployment: Followed;
  /** Whether it stays where it fails, since it is a way back itself. */
  readonly isLeft: boolean;
};
export type FoundRun = FollowRun & { readonly release: FoundRelease };

/** A service with the deployment that is to be followed there. Changes nothing. */
export async function foundIn<Of extends FollowRun>(run: Of): Promise<Of & FoundRun> {
  const { settings, effects } = run;
  const read = await readDeployable(settings, effects);
  const service = await upToDate(read.service, effects);
  const release = service === read.service ? read : await readAgain(settings, read, service, effects);
  const started = await startedBefore(service, release, settings, effects);
  const deployment = started.undone ?? started.followed;
  const { taskDefinition } = deployment;
  // What served all along stays, also where the family has got a newer revision.
  const isServed = started.kind === 'serving';
  let target = isServed ? undefined : release.target;
  const isOther = !isServed && release.choice.existing !== taskDefinition;
  if (isOther) target = await rollbackTargetOf(service, taskDefinition, effects);
  const isLeft =
    started.kind === 'ours' &&
    // Going forward again is somebody's decision, also where a gate has held the deployment of the rollback job.
    (isBehind(taskDefinition, target?.taskDefinition) ||
      (isOther && (await isTakenBack(taskDefinition, service, effects))));
  return { ...run, release: { ...release, service, isServed, target, started, deployment, isLeft } };
}

/** The release, or all that speaks against following it here. */
async function readDeployable(
  { place, image: tagged, revision, mayLackImage }: FollowSettings,
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
  { deploymentId, place }: FollowSettings,
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
  const primary = primaryOf(service);
  // It served, until an update took it back.
  if (status === 'SUCCESSFUL' && primary && isBehind(primary.taskDefinition, followed.taskDefinition)) {
    const target = `${primary.id} of ${familyRevisionOf(primary.taskDefinition ?? '')}`;
    log.line(`deployment  ${followed.deploymentId} of ${name} has been taken back: following ${target}`);
    return { followed: followedOf(primary), undone: followed, kind: 'going-back', isFound: true };
  }
  log.line(`deployment  ${followed.deploymentId} of ${name} is ${status} by its record: following that`);
  return { followed, kind: 'ours', isFound: true };
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
    {
      fix: 'run the deploy job of this commit (ecs-cd deploy), in the same environment; ecs-cd status shows the last deployments',
    },
  );
}
