import type { Repository } from '@aws-sdk/client-ecr';
import { EcsCdError } from '../errors';
import { isLike } from '../names/wildcard';

type TagRules = Pick<Repository, 'imageTagMutability' | 'imageTagMutabilityExclusionFilters'>;

/**
 * Whether a tag that names an image may come to name another one. The filters of `*_WITH_EXCLUSION` name the tags
 * that get the opposite (AWS docs).
 */
export function tagMayMove(tag: string, rules: TagRules): boolean {
  const { imageTagMutability: rule = 'MUTABLE', imageTagMutabilityExclusionFilters: filters = [] } = rules;
  const isExcluded = filters.some(({ filter }) => filter !== undefined && isLike(filter, tag, '*'));
  // Whatever AWS adds later: ECR itself refuses the push of a tag that must not move.
  return rule.startsWith('IMMUTABLE') === (rule.endsWith('_WITH_EXCLUSION') && isExcluded);
}

/** `variable` is what names these tags. */
export function immovableTags(variable: string, tags: readonly string[]): EcsCdError {
  return new EcsCdError(
    'push-failed',
    `${variable} cannot be ${tags.join(', ')}: it names another image, and the tag is immutable in the repository`,
    {
      fix: 'exclude it from the immutable tags of the repository (imageTagMutabilityExclusionFilters), or make it one for each image, such as live-$STAGE-$CI_COMMIT_SHORT_SHA',
    },
  );
}
