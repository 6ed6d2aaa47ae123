import type { ImagePush } from '../ecr/ecr-api';
import { dateText } from '../log/timeline';

export interface ImageReplacement {
  /** One line of the job log. */
  readonly text: string;
  /** Whether what goes out was pushed before what runs: a commit of earlier is deployed again. */
  readonly isBackwards: boolean;
}

/**
 * What goes out in place of what. By the times of the pushes, because a deploy job has no history of the commits at
 * hand: it needs no checkout.
 */
export function imageReplacementOf(before: ImagePush, after: ImagePush): ImageReplacement {
  const [from, to] = [before.pushedAt?.getTime(), after.pushedAt?.getTime()];
  const isBackwards = from !== undefined && to !== undefined && to < from;
  return isBackwards
    ? {
        text: `goes back   to ${pushText(after)}, from ${pushText(before)}: the image that goes out is the older one`,
        isBackwards,
      }
    : { text: `replaces    ${pushText(before)}`, isBackwards };
}

/** `web:1a2b3c, pushed 2026-11-25 09:12 UTC`, by its tags: with the template's default that is the commit. */
function pushText({ digest, tags, pushedAt }: ImagePush): string {
  const name = tags.length > 0 ? tags.toSorted(byLength).slice(0, tagsShown).join(' = ') : digest;
  return pushedAt === undefined ? name : `${name} (pushed ${dateText(pushedAt)})`;
}

const tagsShown = 2;

/** The longest first: a commit's SHA says more than `latest`. */
const byLength = (one: string, other: string) => other.length - one.length;
