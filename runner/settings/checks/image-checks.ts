import {
  isImageName,
  isTag,
  ecrRegistryOf,
  ecrUrlOfArn,
  imageReferenceOf,
  isEcrRepositoryName,
  isRegistry,
  longestNameLength,
  type Repository,
} from '../../names/image-reference';
import { type Checked, listOf, matching, oneOf, shown, strangersIn, type Check, type Invalid } from './check';
import type { Environment } from '../variables/gitlab-job';

const longestTag = 128;

/** What a build may save of the one before it lies under this tag: one for all branches, and never an image to run. */
export const cacheTag = 'build-cache';

/** DOCKER_TAG, as Docker and ECR accept it (Docker and OCI distribution grammar). */
export function imageTagOf(text: string): Checked<string> {
  const value = shown(text);
  if (text === cacheTag) {
    const fix = 'give the image another tag, such as $CI_COMMIT_SHA';
    return { message: `${value} is the tag of the build's cache (ECS_CD_BUILD_CACHE), not of an image`, fix };
  }
  if (isTag(text)) return { value: text };
  if (/(?:^|@)sha256:/.test(text)) {
    return { message: `${value} is a digest, not a tag`, fix: 'write the tag; ecs-cd finds the digest' };
  }
  const [, tag] = /\/[^:]*:([\w.-]+)$/.exec(text) ?? [];
  if (tag !== undefined)
    return { message: `${value} is a whole image name`, fix: `write the tag alone: ${tag}` };
  const fix = 'write letters, digits, "_", "." and "-", such as $CI_COMMIT_SHA or $CI_COMMIT_REF_SLUG';
  if (text.length > longestTag) return { message: `${value} is longer than ${longestTag} characters`, fix };
  const strangers = strangersIn(text, /[A-Za-z0-9_.-]/);
  const why = strangers ? `${strangers} is not allowed` : `it starts with "${text.charAt(0)}"`;
  return { message: `${value} is not an image tag: ${why}`, fix };
}

/** A signing profile of AWS Signer, whose resource begins with a slash (AWS docs, Service Authorization Reference). */
export const signingProfileArnOf = matching(
  /^arn:aws[a-z-]*:signer:[a-z0-9-]+:\d{12}:\/signing-profiles\/\w{2,64}$/,
  'the ARN of a signing profile',
  'write it like arn:aws:signer:eu-central-1:123456789012:/signing-profiles/images',
);

/** The key itself: an alias may come to name another one. */
export const kmsKeyArnOf = matching(
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
  'the ARN of a KMS key',
  'write it like arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
);

/** ECS_CD_PLATFORM: what ECS runs containers on (AWS docs, RuntimePlatform), in the words of the engines. */
export const platformsOf = listOf(oneOf(['linux/amd64', 'linux/arm64', 'windows/amd64']));

/** ECS_CD_BUILD_TARGET: the name of a stage, or its number (Docker docs). */
export const buildTargetOf = matching(
  /^(?:[a-z][\w.-]*|\d+)$/i,
  'the name of a build stage',
  'write the name behind AS in the Dockerfile, such as production',
);

/** REPOSITORY_NAME: a name for the image inside the engine, as Docker accepts it. */
export function localImageNameOf(text: string): Checked<string> {
  if (isImageName(text)) return { value: text };
  const value = shown(text);
  const lower = text.toLowerCase();
  if (isImageName(lower))
    return { message: `${value} has capital letters, which Docker refuses`, fix: `write ${lower}` };
  const [, untagged = '', tag] = /^(.+?)(:[\w.-]+|@sha256:[a-f0-9]+)$/.exec(text) ?? [];
  if (isImageName(untagged))
    return { message: `${value} carries "${tag}"`, fix: `write ${untagged}; the tag belongs in DOCKER_TAG` };
  const fix = 'write lower-case letters, digits and single separators ("-", "_", ".", "/"), such as team/app';
  return { message: `${value} is not an image name that Docker accepts`, fix };
}

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
