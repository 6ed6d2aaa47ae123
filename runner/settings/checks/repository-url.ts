import {
  ecrRegistryOf,
  ecrUrlOfArn,
  imageReferenceOf,
  isEcrRepositoryName,
  isRegistry,
  longestNameLength,
  type Repository,
} from '../../names/image-reference';
import { type Check, type Checked, shown, type Invalid } from './check';
import type { Environment } from '../variables/gitlab-job';

const example = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/app';

/** REPOSITORY_URL. Where another endpoint stands in for AWS, its registry may have any name. */
export function repositoryUrlOf(env: Environment): Check<Repository> {
  const isAnyHostGood = Boolean(env.AWS_ENDPOINT_URL || env.AWS_ENDPOINT_URL_ECR);
  return (text) => mistakenFor(text) ?? repositoryOf(text, isAnyHostGood);
}

/** Something else that is easily taken for a repository URL. */
function mistakenFor(text: string): Invalid | undefined {
  const value = shown(text);
  const [scheme] = /^[a-z+]+:\/\//i.exec(text) ?? [];
  if (scheme) {
    const rest = text.slice(scheme.length);
    return { message: `${value} starts with ${scheme}`, fix: mistakenFor(rest)?.fix ?? `write ${rest}` };
  }
  const url = ecrUrlOfArn(text);
  if (url) return { message: `${value} is the ARN of the repository`, fix: `write its URL: ${url}` };
  const [, untagged, tag] = /^([^@]*\/[^:@]*)(:.*|@.*)$/.exec(text) ?? [];
  if (untagged && tag) {
    const home = tag.startsWith('@') ? '' : '; the tag belongs in DOCKER_TAG';
    return { message: `${value} carries "${tag}"`, fix: `write ${untagged}${home}` };
  }
  return undefined;
}

function repositoryOf(text: string, isAnyHostGood: boolean): Checked<Repository> {
  const value = shown(text);
  const [, registry = text, name = ''] = /^([^/]*)\/(.*)$/s.exec(text) ?? [];
  const ecr = ecrRegistryOf(registry);
  if (!ecr && !(isAnyHostGood && isRegistry(registry))) return foreign(value, registry);
  if (name === '')
    return { message: `${value} names a registry, but no repository in it`, fix: `write ${registry}/<name>` };
  if (ecr ? !isEcrRepositoryName(name) : imageReferenceOf(text)?.name !== name) return misnamed(value, name);
  if (text.length <= longestNameLength) return { value: { url: text, registry, name, ...ecr } };
  const message = `${value} is longer than the ${longestNameLength} characters that Docker and ECS take`;
  return { message, fix: 'use a repository with a shorter name' };
}

function foreign(value: string, registry: string): Invalid {
  if (registry === 'public.ecr.aws' || registry === 'ecr-public.aws.com') {
    const message = `${value} is in Amazon ECR Public, which has an API and a login of its own`;
    return { message, fix: `use a private repository, such as ${example}` };
  }
  if (!isRegistry(registry))
    return { message: `${value} has no registry in front of its name`, fix: `write it like ${example}` };
  const message = `${value} is not in Amazon ECR: ${registry} is not an ECR registry`;
  return { message, fix: `use an ECR repository, such as ${example}` };
}

function misnamed(value: string, name: string): Invalid {
  if (name.endsWith('/')) return { message: `${value} ends with "/"`, fix: 'remove it' };
  if (name !== name.toLowerCase()) {
    const message = `${value} has capital letters in its repository name, which ECR refuses`;
    return { message, fix: `copy the repository's URL as ECR shows it` };
  }
  const fix = '2 to 256 lower-case letters, digits and single separators ("-", "_", ".", "/") make a name';
  return { message: `${value} has a repository name that ECR does not allow`, fix };
}
