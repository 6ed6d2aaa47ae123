import { isImageName, isTag } from '../../names/image-reference';
import { type Checked, listOf, matching, oneOf, shown, strangersIn } from './check';

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
