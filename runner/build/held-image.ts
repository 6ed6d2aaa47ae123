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
}

interface Wanted {
  /** `registry/name:tag` */
  readonly reference: string;
  readonly commit: string | undefined;
  readonly rebuild: boolean;
}

/** Only a commit that is known on both sides is the same: a moved tag such as `latest` must not pass for a fresh build. */
export function isReusable({ image, commit: held }: HeldImage, { commit, rebuild }: Wanted): boolean {
  return !rebuild && commit !== undefined && held === commit && artifactIn(image.manifest) === undefined;
}

/** `the image of commit 1a2b3c` */
export function holderOf({ image, commit, isReadable }: HeldImage): string {
  const artifact = artifactIn(image.manifest);
  if (artifact !== undefined) return `no image but ${artifact}`;
  if (!isReadable) return 'an image whose commit cannot be read';
  return commit === undefined ? 'an image without a commit label' : `the image of commit ${commit}`;
}

/** Why a tag that cannot move stands in the way of a build. */
export function heldTagRefusalOf(held: HeldImage, { reference, commit, rebuild }: Wanted): EcsCdError {
  const isSame = commit !== undefined && held.commit === commit;
  const reason =
    commit === undefined
      ? ', and without CI_COMMIT_SHA there is no telling whether it is the same'
      : isSame
        ? ''
        : `, this is commit ${commit}`;
  return new EcsCdError(
    'push-failed',
    `${rebuild ? 'ECS_CD_REBUILD cannot replace' : 'DOCKER_TAG cannot be used for'} ${reference}: it names ${holderOf(held)}${reason}, and the repository does not let this tag move`,
    {
      fix: isSame
        ? 'leave --rebuild out to use that image, or build another DOCKER_TAG'
        : 'give every commit a DOCKER_TAG of its own, such as $CI_COMMIT_SHA, or make the tag mutable in ECR',
    },
  );
}

interface PushedImage {
  readonly reference: string;
  readonly commit: string | undefined;
  readonly pushedDigest: string | undefined;
}

/** Why the image that a tag names after the push cannot be the one that was built. */
export function foreignImageOf(
  found: HeldImage,
  { reference, commit, pushedDigest }: PushedImage,
): EcsCdError {
  const { digest } = found.image;
  const message =
    pushedDigest === undefined || pushedDigest === digest
      ? `what was pushed as ${reference} is ${holderOf(found)} and not of ${commit ?? ''}: another job builds under the same name on the same engine`
      : `${reference} names ${digest}, ${holderOf(found)}, and not ${pushedDigest}, which this job pushed: another job uses the same tag at the same time`;
  return new EcsCdError('push-failed', message, {
    fix: 'give every commit a DOCKER_TAG of its own, such as $CI_COMMIT_SHA',
  });
}
