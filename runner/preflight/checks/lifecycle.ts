import { expiryOf, type EndOfImage } from '../../ecr/lifecycle';
import { ownDigestsIn } from '../../names/image-reference';
import { runningImagesOf } from '../../release/revision-to-run';
import type { PreflightEvidence } from '../evidence/evidence';
import { findingsIn, seenValueOf, warningOf, type Found } from '../evidence/finding';

const subject = 'lifecycle policy';
/** By when an image that may be rolled back to has to be gone for a warning: the next release makes it another one. */
const soonMs = 7 * 86_400_000;

/**
 * Whether ECR is going to take away what runs then, or what a rollback goes back to: it does not know what is in use. Tags
 * are those that the images have after the deployment.
 */
export function removedWhileInUse(evidence: PreflightEvidence): Found {
  const { release, liveTag, looks, now } = evidence;
  const { image } = release;
  if (!image || !looks.lifecycle) return undefined;
  return findingsIn(subject, looks.lifecycle, ({ rules, isComplete, ...listed }) => {
    const images = listed.images.map((one) => {
      const others = (one.imageTags ?? []).filter((tag) => tag !== liveTag);
      const isReleased = one.imageDigest === image.digest && liveTag !== undefined;
      return { ...one, imageTags: isReleased ? [...others, liveTag] : others };
    });
    const endOfOne = (digest: string) => expiryOf(digest, rules, { images, isComplete }, now);
    const end = endOfOne(image.digest);
    if (end) return removal(end, 'the image of this release', image.digest, evidence);
    const archived = archivedIn(evidence);
    return rollbackDigestsOf(evidence).flatMap((digest) => {
      if (archived.includes(digest)) return [inArchive(digest)];
      const itsEnd = endOfOne(digest);
      const isSoon = itsEnd && itsEnd.at <= now + soonMs;
      return isSoon ? [removal(itsEnd, 'the image that a rollback goes back to', digest, evidence)] : [];
    });
  });
}

/** What is in the archive of the images that a rollback goes back to. */
export function archivedIn(evidence: PreflightEvidence): readonly string[] {
  const { images = [] } = seenValueOf(evidence.looks.lifecycle) ?? {};
  const archived = images.filter(({ imageStatus }) => imageStatus === 'ARCHIVED');
  return rollbackDigestsOf(evidence).filter((digest) => archived.some((one) => one.imageDigest === digest));
}

const inArchive = (digest: string) =>
  warningOf(
    subject,
    `the image that a rollback goes back to (${digest.slice(0, 19)}...) is in the archive of ECR: no new task can pull it`,
    'a deployment asks ECR to bring it back, which takes up to 20 min; keep what runs by a tag: ECS_CD_LIVE_TAG',
  );

/** Where it is what runs now. */
function rollbackDigestsOf({ release, repository }: PreflightEvidence): readonly string[] {
  const { target, choice, image } = release;
  if (!target || target.taskDefinition !== choice.running?.taskDefinition.taskDefinitionArn) return [];
  return ownDigestsIn(runningImagesOf(choice), repository).filter((digest) => digest !== image?.digest);
}

function removal({ rule, at }: EndOfImage, what: string, digest: string, seen: PreflightEvidence) {
  const { liveTag, now } = seen;
  const does = rule.action?.type === 'transition' ? 'archives' : 'expires';
  const when = at <= now ? 'within 24 hours' : `on ${new Date(at).toISOString().slice(0, 10)}`;
  const keep =
    liveTag === undefined
      ? 'keep what runs by a tag: ECS_CD_LIVE_TAG, such as live-$STAGE, and a rule for live-* with a lower rulePriority'
      : `let a rule with a lower rulePriority keep ${liveTag} (ECS_CD_LIVE_TAG), or let this rule keep more images`;
  return warningOf(
    subject,
    `rule ${rule.rulePriority} ${does} ${what} (${digest.slice(0, 19)}...) ${when}, whether it runs or not: no new task can pull it then`,
    keep,
  );
}
