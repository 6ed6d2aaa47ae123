import type { ImageDetail } from '@aws-sdk/client-ecr';
import { isLike } from '../names/wildcard';

export interface ImageList {
  readonly images: readonly ImageDetail[];
  readonly isComplete: boolean;
}

type Texts = Record<'tagStatus' | 'storageClass' | 'countType' | 'countUnit', string>;
type Lists = Record<'tagPrefixList' | 'tagPatternList', readonly string[]>;
type Selection = Partial<Texts & Lists & { countNumber: number }>;

/** A rule of a lifecycle policy, as ECR keeps it. Whatever AWS adds later may stand in any place. */
type LifecycleRule = Readonly<{ rulePriority: number; selection: Selection; action?: { type?: string } }>;

/** The rules in the order in which they are applied; none where the text is no policy. */
export function lifecycleRulesOf(policyText: string): readonly LifecycleRule[] {
  try {
    const { rules } = JSON.parse(policyText) as { readonly rules?: readonly LifecycleRule[] };
    if (
      !rules?.every(
        ({ selection }) => areTexts(selection.tagPrefixList) && areTexts(selection.tagPatternList),
      )
    )
      return [];
    return rules.toSorted((a, b) => a.rulePriority - b.rulePriority);
  } catch {
    return [];
  }
}

const areTexts = (list: unknown) =>
  list === undefined || (Array.isArray(list) && list.every((one) => typeof one === 'string'));

export type EndOfImage = NonNullable<ReturnType<typeof expiryOf>>;

/**
 * Which rule takes an image away, by expiry or into the archive, and when. An image that a rule selects by its tags is no
 * business of the rules after that (AWS docs). Undefined, too, where it cannot be said for certain.
 */
export function expiryOf(digest: string, rules: readonly LifecycleRule[], list: ImageList, now: number) {
  const image = list.images.find(({ imageDigest }) => imageDigest === digest);
  const isOthers = ({ selection }: LifecycleRule, of: ImageDetail) =>
    selection.storageClass === 'archive' || selects(selection, of) === false;
  const rule = image && rules.find((each) => !isOthers(each, image));
  if (!rule || selects(rule.selection, image) !== true) return undefined;
  if (!['expire', 'transition'].includes(rule.action?.type ?? '')) return undefined;
  const at = dueOf(rule.selection, image, list, now);
  return at === undefined ? undefined : { rule, at };
}

function dueOf(selection: Selection, image: ImageDetail, { images, isComplete }: ImageList, now: number) {
  const { countType, countUnit, countNumber = Infinity } = selection;
  if (countType === 'imageCountMoreThan') {
    const kept = images.filter((one) => one.imageStatus !== 'ARCHIVED' && selects(selection, one) === true);
    const newer = kept.filter((one) => pushedAt(one) > pushedAt(image)).length;
    return isComplete && newer >= countNumber ? now : undefined;
  }
  if (countUnit !== 'days') return undefined;
  if (countType === 'sinceImagePushed') return pushedAt(image) + countNumber * dayMs;
  // The next task that starts pulls it: only what is over is certain.
  const pulled = (image.lastRecordedPullTime?.getTime() ?? pushedAt(image)) + countNumber * dayMs;
  return countType === 'sinceImagePulled' && pulled <= now ? pulled : undefined;
}

const dayMs = 86_400_000;

/** An image that was in the archive counts from its return on (AWS docs). */
function pushedAt({ imagePushedAt, lastActivatedAt }: ImageDetail): number {
  return (lastActivatedAt ?? imagePushedAt)?.getTime() ?? 0;
}

/** By the tags alone; undefined where the rule says it in a way that is not known here. */
function selects(
  { tagStatus, tagPrefixList, tagPatternList }: Selection,
  { imageTags = [] }: ImageDetail,
): boolean | undefined {
  if (tagStatus === 'any') return true;
  if (tagStatus === 'untagged') return imageTags.length === 0;
  const patterns = tagPatternList ?? tagPrefixList?.map((prefix) => `${prefix}*`);
  if (tagStatus !== 'tagged' || !patterns) return undefined;
  // All of the patterns, each by any of the tags (AWS docs).
  return patterns.every((pattern) => imageTags.some((tag) => isLike(pattern, tag, '*')));
}

/** For ECS_CD_LIVE_TAG, whose value differs from environment to environment. */
export const liveTags = 'live-*';

/** More live tags than that are not in use; the others make room for newer images. */
const keptLive = 1_000;
export const keptOthers = 500;

/** The lifecycle policy of a repository that the build creates. */
export const policyOfNew = JSON.stringify({
  rules: [
    ruleOf(1, 'what runs', { tagStatus: 'tagged', tagPatternList: [liveTags], countNumber: keptLive }),
    ruleOf(2, 'the newest of all others', { tagStatus: 'any', countNumber: keptOthers }),
  ],
});

function ruleOf(rulePriority: number, description: string, selection: object) {
  const counted = { ...selection, countType: 'imageCountMoreThan' };
  return { rulePriority, description, selection: counted, action: { type: 'expire' } };
}
