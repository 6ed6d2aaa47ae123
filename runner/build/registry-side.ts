import type { EcrImage } from '../ecr/ecr-api';
import { isRefusal } from '../ecr/ecr-refusal';
import { immovableTags } from '../ecr/tag-mutability';
import { imageByTag } from '../names/image-reference';
import { permitted } from '../ecr/permitted';
import type { BuildSlices, StoreEffects } from './stored-image';

/** What `look` finds; nothing where the repository is missing, and the push creates it. */
export async function unlessCreatedByPush<T>(
  look: Promise<T>,
  { image: { repository } }: BuildSlices,
  { ecr, log }: StoreEffects,
): Promise<T | undefined> {
  try {
    return await look;
  } catch (error) {
    if (!isRefusal(error, 'RepositoryNotFoundException')) throw error;
    const template = (await permitted(ecr.templateOnPush(), log))?.value;
    if (template === undefined) throw error;
    log.line(`repository  ECR creates ${repository.url} on the push, by the template ${template}`);
    return undefined;
  }
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

/** The same image under more tags. */
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
