import { EcsCdError } from '../errors';
import type { EcrImage } from '../ecr/ecr-api';
import { artifactIn } from '../ecr/manifest';

/** The image that a tag names in ECR before we build. */
export interface HeldImage {
  readonly image: EcrImage;
  /** Undefined when it carries none. */
  readonly commit: string | undefined;
  /** Whether we were allowed to look at its commit. */
  readonly isReadable: boolean;
  /** The platforms of ECS_CD_PLATFORM that it is not built for, as far as it says what it is built for. */
  readonly lacks: readonly string[];
}

interface Wanted {
  /** `registry/name:tag` */
  readonly reference: string;
  readonly commit: string | undefined;
  readonly rebuild: boolean;
}

/** Only a commit that is known on both sides is the same: a moved tag such as `latest` must not pass for a fresh build. */
export function isReusable({ image, commit: held, lacks }: HeldImage, { commit, rebuild }: Wanted): boolean {
  const isOurs = commit !== undefined && held === commit && lacks.length === 0;
  return !rebuild && isOurs && artifactIn(image.manifest) === undefined;
}

/** `the image of commit 1a2b3c` */
export function holderOf({ image, commit, isReadable, lacks }: HeldImage): string {
  const artifact = artifactIn(image.manifest);
  if (artifact !== undefined) return `no image but ${artifact}`;
  if (!isReadable) return 'an image whose commit cannot be read';
  const without = lacks.length === 0 ? '' : `, not built for ${lacks.join(' and ')}`;
  return commit === undefined ? 'an image without a commit label' : `the image of commit ${commit}${without}`;
}

/** Why a tag that cannot move stands in the way of a build. */
export function heldTagRefusalOf(held: HeldImage, { reference, commit, rebuild }: Wanted): EcsCdError {
  const isSame = commit !== undefined && held.commit === commit;
  const unknown = ', and without CI_COMMIT_SHA there is no telling whether it is the same';
  const names = `it names ${holderOf(held)}${commit === undefined ? unknown : isSame ? '' : `, this is commit ${commit}`}`;
  const what = rebuild ? 'ECS_CD_REBUILD cannot replace' : 'DOCKER_TAG cannot be used for';
  const message = `${what} ${reference}: ${names}, and the tag is immutable in the repository`;
  return new EcsCdError('push-failed', message, {
    fix:
      isSame && held.lacks.length === 0
        ? 'leave --rebuild out to use that image, or use another DOCKER_TAG'
        : 'give every commit a DOCKER_TAG of its own, such as $CI_COMMIT_SHA, or make the tag mutable in ECR',
  });
}

/** Why the image that a tag names after the push cannot be the one that was built. */
export function foreignImageOf(
  found: HeldImage,
  { reference, commit }: Pick<Wanted, 'reference' | 'commit'>,
  pushedDigest: string | undefined,
): EcsCdError {
  const { digest } = found.image;
  const message =
    pushedDigest === undefined || pushedDigest === digest
      ? `what was pushed as ${reference} is ${holderOf(found)} and not of ${commit ?? ''}: another job builds under the same name on the same engine`
      : `${reference} names ${digest}, ${holderOf(found)}, and not ${pushedDigest}, which this job pushed: another job uses the same tag at the same time`;
  const fix = 'give every commit a DOCKER_TAG of its own, such as $CI_COMMIT_SHA';
  return new EcsCdError('push-failed', message, { fix });
}
