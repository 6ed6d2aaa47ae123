import type { EcrImage } from '../ecr/ecr-api';
import { refusalOf } from '../aws/aws-error';
import { permitted, unlessHidden } from '../ecr/ecr-refusal';
import { immovableTags } from '../ecr/tag-mutability';
import { keptOthers, liveTags } from '../ecr/lifecycle';
import { imageByTag } from '../names/image-reference';
import { cacheTag } from '../settings/checks/image-checks';
import type { BuildSlices, StoreEffects } from './stored-image';

/** What `look` finds; nothing where the repository is missing, and is there by the time of the push. */
export async function unlessRepositoryIsMissing<T>(
  look: Promise<T>,
  slices: BuildSlices,
  effects: StoreEffects,
): Promise<T | undefined> {
  const { ecr, log } = effects;
  const { repository } = slices.image;
  try {
    return await look;
  } catch (error) {
    if (refusalOf(error) !== 'RepositoryNotFoundException') throw error;
    if (slices.build.createRepository === 'on') return create(slices, effects);
    const template = (await permitted(ecr.templateOnPush(), log))?.value;
    if (template === undefined) throw error;
    log.line(`repository  ECR creates ${repository.url} on the push, by the template ${template}`);
    return undefined;
  }
}

/** As many filters as a repository may have (AWS docs). */
const mostFilters = 5;

async function create({ image, build }: BuildSlices, { ecr, log }: StoreEffects): Promise<undefined> {
  const { url } = image.repository;
  const movingTags = [...new Set([liveTags, cacheTag, ...(build.alsoTags ?? [])])].slice(0, mostFilters);
  if (!(await ecr.create(movingTags, build.kmsKeyArn))) {
    log.line(`repository  ${url} was created meanwhile: its settings stay as they are`);
    return undefined;
  }
  log.line(`repository  created ${url}: tags are immutable except ${movingTags.join(', ')}`);
  const isKept = await unlessHidden(ecr.putLifecyclePolicy(), log);
  if (isKept)
    log.line(`repository  keeps images tagged ${liveTags}, and the newest ${keptOthers} of all others`);
  return undefined;
}

/** Before the build, since a tag that cannot move now cannot afterwards; `held` is the image where none is built. */
export async function refuseTakenTags(
  { build: { alsoTags = [] } }: BuildSlices,
  held: EcrImage | undefined,
  { ecr, log }: StoreEffects,
): Promise<void> {
  const taken: string[] = [];
  for (const tag of alsoTags) {
    const named = await ecr.image(tag);
    if (!named || named.digest === held?.digest) continue;
    // Whoever may not see it can still try.
    if ((await permitted(ecr.tagMayMove(tag), log))?.value === false) taken.push(tag);
  }
  if (taken.length > 0) throw immovableTags('ECS_CD_ALSO_TAG', taken);
}

export async function putMoreTags(
  image: EcrImage,
  { image: { repository }, build: { alsoTags = [] } }: BuildSlices,
  { ecr, log }: StoreEffects,
): Promise<void> {
  for (const tag of alsoTags) {
    await ecr.putTag(image, tag, 'ECS_CD_ALSO_TAG');
    log.line(`tagged      ${imageByTag(repository, tag)} is ${image.digest}`);
  }
}

const pauseMs = 2_000;
const looks = 15;

/** Says how ECR's managed signing ended: it signs by itself after a push, and with the rights of whoever pushed (AWS docs). */
export async function tellSigning(
  digest: string,
  profileArn: string | undefined,
  { ecr, log, clock, interruption }: StoreEffects,
): Promise<void> {
  if (profileArn === undefined) return;
  for (let look = 1; look <= looks && !interruption.aborted; look++) {
    const answer = await permitted(ecr.signings(digest), log);
    if (!answer) return;
    const ours = answer.value.find(({ signingProfileArn }) => signingProfileArn === profileArn);
    if (ours?.status === 'COMPLETE') return log.line(`ECR signed the image with ${profileArn}`);
    if (ours?.status === 'FAILED') {
      const { failureCode = 'no failure code', failureReason = '' } = ours;
      const why = `${failureCode} ${failureReason}`.trimEnd();
      const fix = `allow signer:SignPayload on it to the user or role of this job (ecs-cd iam-policy prints it), and push the image again (--rebuild)`;
      return log.warning(`ECR could not sign the image with ${profileArn}: ${why}; ${fix}`);
    }
    await clock.sleep(pauseMs, interruption);
  }
  log.warning(
    `no signature of ${profileArn} was seen; check that a rule of ECR's signing configuration names it for this repository`,
  );
}
