import type { ImageSettings } from '../settings/image-settings';
import type { ReleaseEffects } from './release';
import type { WantedImage } from './wanted-image';
import { unlessHidden } from '../ecr/ecr-refusal';
import type { EcrImage, ImagePush } from '../ecr/ecr-api';
import { imageByTag, imageReferenceOf, isImageOf } from '../names/image-reference';
import { dateText } from '../log/timeline';

type Effects = Pick<ReleaseEffects, 'ecr' | 'log'>;

/**
 * The commit that an image is of, as far as that is known: GitLab says of the environment that the job's commit is deployed there. A tag that moves makes that untrue, above all
 * when the job of an old commit runs again. A tag that names the commit itself is believed, which costs no call.
 */
export async function commitOf(
  image: EcrImage,
  { repository, tag, commit, revision }: WantedImage,
  { ecr, log }: Effects,
): Promise<string | undefined> {
  if (commit === undefined || tag.includes(commit.slice(0, shortCommit))) return commit;
  const seen = await unlessHidden(ecr.commitOf(image), log);
  if (seen?.value === undefined || seen.value === commit) return seen?.value;
  log.warning(
    `${imageByTag(repository, tag)} is the image of commit ${seen.value}, and this job is of commit ${commit}: GitLab will show the wrong commit for this environment${revision === undefined ? '. With DOCKER_TAG $CI_COMMIT_SHA each commit keeps its image' : ''}`,
  );
  return seen.value;
}

/** Of CI_COMMIT_SHORT_SHA (GitLab docs). */
const shortCommit = 8;

/**
 * Tells what goes out in place of what, and says aloud when that is an older image: GitLab's rollback button. By the times of
 * the pushes, because a deploy job has no history of the commits at hand: it needs no checkout.
 */
export async function tellImageReplacement(
  runningImage: string,
  { digest }: EcrImage,
  { repository }: ImageSettings,
  { ecr, log }: Effects,
): Promise<void> {
  const running = imageReferenceOf(runningImage)?.digest;
  // What a tag named when its tasks were started is not known.
  if (running === undefined || running === digest) return;
  if (!isImageOf(repository, runningImage)) return;
  const seen = await unlessHidden(ecr.pushes([running, digest]), log);
  if (!seen) return;
  const [before, after] = seen.value ?? [];
  if (!before || !after) {
    log.warning(`${runningImage}, which the service runs, is no longer in ECR: no new task of it can start`);
    return;
  }
  if (isBefore(after, before))
    log.highlight(
      `goes back   to ${pushText(after)}, from ${pushText(before)}: the image that goes out is the older one`,
    );
  else log.line(`replaces    ${pushText(before)}`);
}

const isBefore = ({ pushedAt: one }: ImagePush, { pushedAt: other }: ImagePush) =>
  one !== undefined && other !== undefined && one < other;

/** `web:1a2b3c, pushed 2026-11-25 09:12 UTC`, by its tags, the longest first: with the template's default that is the commit. */
function pushText({ digest, tags, pushedAt }: ImagePush): string {
  const byLength = tags.toSorted((one, other) => other.length - one.length);
  const name = byLength.slice(0, tagsShown).join(' = ') || digest;
  return pushedAt === undefined ? name : `${name} (pushed ${dateText(pushedAt)})`;
}

const tagsShown = 2;
