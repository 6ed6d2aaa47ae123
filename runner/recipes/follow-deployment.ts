import type { Service } from '@aws-sdk/client-ecs';
import type { EcrImage } from '../ecr/ecr-api';
import { imageDigestsOf } from '../ecr/manifest';
import { type Followed, followedOf, isBehind, primaryOf } from '../ecs/deployments';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { rightAccount } from '../preflight/checks/account';
import { deployable } from '../preflight/checks/service';
import { imagePresent } from '../preflight/checks/image';
import { refusalOfFindings } from '../preflight/evidence/finding';
import type { PostDeployEffects } from '../proof/post-deploy-checks';
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
import { companyOf, type Member } from './several/company';
import { ofEach } from './several/of-each';
import { type Told, toldBy } from './several/told-by';
import { proverOf } from './several/prove-together';
import { atOnce, type ServiceRun, toOneVerdict } from './several/to-one-verdict';
import { isAllOrNone, withWayBack } from './several/way-back';

export type FollowDeploymentEffects = PostDeployEffects & ReleaseEffects;

export type FollowSettings = Omit<FollowCommandSettings, 'aws' | 'dotenv' | 'deploymentId'> & {
  readonly deploymentId?: string | undefined;
  /** Of a deployment that is taken back, whose image may be gone. */
  readonly mayLackImage?: boolean;
};
type Settings = FollowSettings;

type FollowRun = ServiceRun<Settings, FollowDeploymentEffects>;

/** A deployment of this image that is under way, or was. */
type FoundRelease = Release & {
  readonly service: Service;
  readonly started: Started;
  /** What the run is about. */
  readonly deployment: Followed;
};
export type FoundRun = FollowRun & { readonly release: FoundRelease };

/** Follows the deployment of this image in each service to its end. Starts none. */
export async function followDeployments(runs: readonly FollowRun[]): Promise<Outcome> {
  const found = await ofEach(runs, foundIn, atOnce);
  return followFound(found, {});
}

/** A service with the deployment that is to be followed there. Changes nothing. */
export async function foundIn<Of extends FollowRun>(run: Of): Promise<Of & FoundRun> {
  const { settings, effects } = run;
  const { service, ...release } = await readDeployable(settings, effects);
  const started = await startedBefore(service, release, settings, effects);
  const deployment = started.undone ?? started.followed;
  const { taskDefinition } = deployment;
  // What served all along stays, also where the family has got a newer revision.
  const isServed = started.kind === 'serving';
  let target = isServed ? undefined : release.target;
  if (!isServed && release.choice.existing !== taskDefinition)
    target = await rollbackTargetOf(service, taskDefinition, effects);
  return { ...run, release: { ...release, service, isServed, target, started, deployment } };
}

interface Following<Run> {
  /** Says to the deployment what it waits for; the IDs of the hooks that it has answered. */
  readonly answer?: (run: Run) => Promise<ReadonlySet<string>>;
  /** What its end means, where that is not what it says. */
  readonly meant?: (outcome: Outcome) => Outcome;
  /** What one is said to be for which the others go back. */
  readonly failed?: string;
  /** What all have come to that have succeeded. */
  readonly allDone?: string;
}

/** Sees to their ends together. */
export async function followFound<Run extends FoundRun>(
  found: readonly Run[],
  { answer, meant = (outcome) => outcome, failed, allDone = 'serve this release' }: Following<Run>,
): Promise<Outcome> {
  const names = found.map(({ name }) => name);
  const back = await withWayBack(found);
  return toOneVerdict(found, {
    company: companyOf(names, isAllOrNone(found), failed),
    allDone: `all ${names.length} services ${allDone}`,
    async work(run, member) {
      const { release = run.release } = back.find(({ name }) => name === run.name) ?? {};
      const told = toldBy(() => answer?.(run), member);
      const outcome = meant(await followOne({ ...run, release }, told.tell, member));
      return outcome.verdict === 'paused' ? { ...outcome, ...told.refusal() } : outcome;
    },
  });
}

async function followOne(
  { settings, effects, release }: FoundRun,
  tell: () => Promise<Told>,
  member: Member | undefined,
): Promise<Outcome> {
  const { place, follow, proof, recovery } = settings;
  const { service, started, deployment, target, image, choice } = release;
  const { taskDefinition } = deployment;
  const policy = rollbackPolicyOf(recovery, target);
  effects.recorder?.replaces({
    before: target && { revision: familyRevisionOf(target.taskDefinition) },
    after: { revision: familyRevisionOf(taskDefinition) },
    differences: [],
  });
  if (started.kind === 'ours' && isListed(started.followed.deploymentId, service))
    announce(policy, effects.log);
  const told = await tell();
  const outcome = await followToVerdict(
    started,
    {
      ...{ service, desiredCountBefore: service.desiredCount ?? 0, policy, member },
      image: image && taskDefinition === revisionOfImage(choice) ? expectedImage(choice, image) : undefined,
      ...{ ...follow, ...told },
      follow: followingOf(proof, effects),
      prove: proverOf(proof, policy, member, effects),
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
