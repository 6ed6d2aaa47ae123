import type { ContainerDefinition, TaskDefinition } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { imageReferenceOf, isImageOf, type Repository } from '../names/image-reference';

/**
 * The containers that get the image: those that were asked for, else all that run one and the same image of the
 * repository, else the only one there is. Where they run different images of it, what is to run where is never guessed.
 */
export function imageContainersOf(
  { containerDefinitions = [], taskDefinitionArn }: TaskDefinition,
  repository: Repository,
  asked?: readonly string[],
): readonly string[] {
  const which = taskDefinitionArn ? familyRevisionOf(taskDefinitionArn) : 'the task definition';
  if (containerDefinitions.length === 0)
    throw new EcsCdError('invalid-usage', `${which} has no containers`, {
      fix: 'add one to containerDefinitions',
    });
  const where = `${which} has the containers ${namesOf(containerDefinitions).join(', ')}`;
  if (asked !== undefined) return askedContainers(asked, namesOf(containerDefinitions), where);
  const fromRepository = containerDefinitions.filter(({ image = '' }) => isImageOf(repository, image));
  const candidates = fromRepository.length > 0 ? fromRepository : containerDefinitions;
  const isOneImage = new Set(fromRepository.map(versionOf)).size === 1;
  if (isOneImage || candidates.length === 1) return namesOf(candidates);
  const [one, other] = namesOf(candidates);
  const found =
    fromRepository.length > 0
      ? `different images of ${repository.url} run in ${candidates.map(labelOf).join(', ')}`
      : `none of them runs an image of ${repository.url}`;
  throw new EcsCdError('invalid-usage', `${where}, and ${found}`, {
    fix: `set ECS_CD_CONTAINER to the container that gets the image (${namesOf(candidates).join(', ')}), or to several (${one},${other})`,
  });
}

function askedContainers(
  asked: readonly string[],
  names: readonly string[],
  where: string,
): readonly string[] {
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length === 0) return asked;
  throw new EcsCdError(
    'invalid-usage',
    `ECS_CD_CONTAINER is ${asked.join(',')}, but ${where}: ${unknown.join(', ')} is not among them`,
    { fix: `set ECS_CD_CONTAINER to one or more of: ${names.join(', ')}` },
  );
}

/** Containers that run another image of the same repository than the one that these get. */
export function leftContainersOf(
  { containerDefinitions = [] }: TaskDefinition,
  repository: Repository,
  { containers, image: next }: { readonly containers: readonly string[]; readonly image: string },
): readonly { readonly name: string; readonly image: string }[] {
  return containerDefinitions.flatMap(({ name = '', image = '' }) =>
    !containers.includes(name) && isImageOf(repository, image) && image !== next ? { name, image } : [],
  );
}

const namesOf = (containers: readonly ContainerDefinition[]) => containers.map(({ name = '' }) => name);

/** The digest, else the tag: a repository has several host names. */
function versionOf({ image = '' }: ContainerDefinition): string {
  const { digest, tag = 'latest' } = imageReferenceOf(image) ?? {};
  return digest ?? tag;
}

const labelOf = (container: ContainerDefinition) =>
  `${container.name ?? ''} (${versionOf(container).replace(/(?<=^sha256:.{12}).*/, '')})`;
