import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import type { Ecr, EcrImage } from '../ecr/ecr-api';
import type { JobLog } from '../log/job-log';
import { artifactIn, platformNameOf } from '../ecr/manifest';
import { imageByTag } from '../names/image-reference';
import type { ImageBuildSettings, ImageSettings } from '../settings/image-settings';
import type { Pushed } from './container-engine-process';
import { permitted } from '../ecr/ecr-refusal';

/** What is to be built, and how. */
export interface BuildSlices {
  readonly image: ImageSettings;
  readonly build: ImageBuildSettings;
}

export interface StoreEffects {
  readonly ecr: Ecr;
  readonly log: JobLog;
  readonly clock: Clock;
  readonly interruption: AbortSignal;
}

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
function foreignImageOf(
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

/** The image that DOCKER_TAG names in ECR now. */
export async function lookUp(slices: BuildSlices, effects: StoreEffects): Promise<HeldImage | undefined> {
  const image = await effects.ecr.image(slices.image.tag);
  return image && lookInto(image, slices, effects);
}

async function lookInto(
  image: EcrImage,
  { build: { options } }: BuildSlices,
  { ecr, log, interruption }: StoreEffects,
): Promise<HeldImage> {
  const { platforms = [] } = options;
  const commit = await permitted(ecr.commitOf(image), log);
  // Both are in one place, that may be looked into or not.
  const built = platforms.length > 0 && commit ? await ecr.platformsOf(image, interruption) : [];
  const names = built.map(platformNameOf);
  const lacks = names.length === 0 ? [] : platforms.filter((one) => !names.includes(one));
  return { image, commit: commit?.value, isReadable: commit !== undefined, lacks };
}

const lookPauseMs = 1_000;
const looks = 5;

/** What ECR holds after the push, once it is certain that this is what was pushed. */
export async function storedImage(
  pushed: Pushed,
  slices: BuildSlices,
  effects: StoreEffects,
): Promise<EcrImage> {
  const { repository, tag, commit } = slices.image;
  const reference = imageByTag(repository, tag);
  const isOurs = ({ digest }: EcrImage) => digest === (pushed.digest ?? digest);
  let stored = await effects.ecr.image(tag);
  for (let look = 1; look < looks && !(stored && isOurs(stored)); look++) {
    await effects.clock.sleep(lookPauseMs, effects.interruption);
    stored = await effects.ecr.image(tag);
  }
  if (!stored) {
    throw new EcsCdError('push-failed', `ECR has no ${reference}, though the engine says that it pushed it`, {
      fix: 'run the job again; if it persists, see whether a lifecycle policy of the repository removes it',
    });
  }
  const found = await lookInto(stored, slices, effects);
  const isOurCommit = commit === undefined || !found.isReadable || found.commit === commit;
  if (!isOurs(stored) || !isOurCommit) throw foreignImageOf(found, { reference, commit }, pushed.digest);
  if (found.lacks.length === 0) return stored;
  const lacks = `is not built for ${found.lacks.join(' and ')}, which ECS_CD_PLATFORM asks for`;
  throw new EcsCdError('push-failed', `${reference} (${stored.digest}) ${lacks}`, {
    fix: 'check the --platform of each FROM in the Dockerfile, and the version of the container engine',
  });
}
