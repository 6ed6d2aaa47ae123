import type { Ecr, EcrImage } from '../ecr/ecr-api';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { imageReferenceOf, isImageOf } from '../names/image-reference';
import type { ImageSettings } from '../settings/image-settings';
import type { BaseRevision } from './base-revision';

/** The image of DOCKER_TAG, or of a revision that is there; `tag` may be a digest then. */
export interface WantedImage extends ImageSettings {
  /** `web:7`, whose image it is. */
  readonly revision?: string;
}

export interface SoughtImage {
  readonly wanted: WantedImage;
  /** Undefined where ECR has none. */
  readonly image: EcrImage | undefined;
}

export const soughtIn = async (ecr: Ecr, wanted: WantedImage): Promise<SoughtImage> => ({
  wanted,
  image: await ecr.image(wanted.tag),
});

/** What these containers of a revision run: one image of the repository, or it cannot be verified. */
export function imageOfRevision(
  { taskDefinition: { containerDefinitions = [], taskDefinitionArn = '' } }: BaseRevision,
  containers: readonly string[],
  wanted: ImageSettings,
): WantedImage {
  const { repository } = wanted;
  const images = containerDefinitions
    .filter(({ name = '' }) => containers.includes(name))
    .map(({ image = '' }) => image);
  const versions = images.map((image) => {
    const { digest, tag = 'latest' } = imageReferenceOf(image) ?? {};
    return isImageOf(repository, image) ? (digest ?? tag) : undefined;
  });
  const [tag, ...others] = new Set(versions);
  const revision = familyRevisionOf(taskDefinitionArn);
  if (tag !== undefined && others.length === 0) return { ...wanted, tag, revision };
  throw new EcsCdError(
    'rejected',
    `${revision} (ECS_CD_TO) runs ${images.join(' and ')} in ${containers.join(', ')}, not one image of ${repository.url}`,
    { fix: 'set ECS_CD_CONTAINER to the containers that do, or name another revision' },
  );
}
