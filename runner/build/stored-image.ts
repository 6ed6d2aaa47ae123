import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import type { Ecr, EcrImage } from '../ecr/ecr-api';
import type { JobLog } from '../log/job-log';
import { platformNameOf } from '../ecr/manifest';
import { imageByTag } from '../names/image-reference';
import type { ImageBuildSettings, ImageSettings } from '../settings/image-settings';
import type { Pushed } from './container-engine-process';
import { foreignImageOf, type HeldImage } from './held-image';
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
