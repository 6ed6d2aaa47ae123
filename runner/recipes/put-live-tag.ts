import type { Ecr, EcrImage } from '../ecr/ecr-api';
import { isSettled, primaryOf } from '../ecs/deployments';
import type { Ecs } from '../ecs/ecs-api';
import { lineOf } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { imageByTag, ownDigestsIn, type Repository } from '../names/image-reference';
import type { FollowEffects } from '../rollout/follow-context';
import type { Outcome } from '../verdict/outcome';

/** `ecr` where the repository of the service is known. */
export type LiveEffects = FollowEffects & { readonly ecr?: Ecr | undefined };

/** Digests of what a revision runs of this repository, each once. */
export async function digestsOf(arn: string, repository: Repository, ecs: Ecs): Promise<readonly string[]> {
  const { taskDefinition } = await ecs.describeTaskDefinition(arn);
  return ownDigestsIn(
    (taskDefinition.containerDefinitions ?? []).map(({ image = '' }) => image),
    repository,
  );
}

/**
 * Puts ECS_CD_LIVE_TAG on the image that a run has left serving, so that a lifecycle policy can spare it. That it cannot be
 * put is told, and changes no verdict.
 */
export async function putLiveTag(
  outcome: Outcome,
  tag: string | undefined,
  { ecs, ecr, log }: LiveEffects,
): Promise<Outcome> {
  const { verdict, taskDefinition, serving = taskDefinition } = outcome;
  const isGood = verdict === 'succeeded' || verdict === 'rolled-back';
  if (!isGood || tag === undefined || !ecr || serving === undefined) return outcome;
  const warn = (why: string) => log.warning(`the tag ${tag} (ECS_CD_LIVE_TAG) is not put: ${why}`);
  try {
    const image = await servingImage(serving, ecr, ecs);
    if (typeof image === 'string') warn(image);
    else {
      await ecr.putTag(image, tag, 'ECS_CD_LIVE_TAG');
      log.line(`live tag    ${imageByTag(ecr.repository, tag)} is ${image.digest}`);
    }
  } catch (error) {
    warn(lineOf(error));
  }
  return outcome;
}

/** Or why it has none. */
async function servingImage(serving: string, ecr: Ecr, ecs: Ecs): Promise<EcrImage | string> {
  const name = familyRevisionOf(serving);
  const service = await ecs.describeService();
  const primary = primaryOf(service);
  if (!service || primary?.taskDefinition !== serving || !isSettled(primary, service))
    return `ECS has not completed the deployment of ${name}`;
  const [digest, ...others] = await digestsOf(serving, ecr.repository, ecs);
  const image = digest !== undefined && others.length === 0 ? await ecr.image(digest) : undefined;
  return image ?? `${name} does not name exactly one image that ${ecr.repository.url} holds, by its digest`;
}
