import type { Repository } from '@aws-sdk/client-ecr';

type TagRules = Pick<Repository, 'imageTagMutability' | 'imageTagMutabilityExclusionFilters'>;

/**
 * Whether a tag that names an image may come to name another one. The filters of `*_WITH_EXCLUSION` name the tags
 * that get the opposite (AWS docs).
 */
export function tagMayMove(tag: string, rules: TagRules): boolean {
  const { imageTagMutability = 'MUTABLE', imageTagMutabilityExclusionFilters: filters = [] } = rules;
  const isExcluded = filters.some(({ filter }) => filter !== undefined && wildcardOf(filter).test(tag));
  switch (imageTagMutability) {
    case 'IMMUTABLE':
      return false;
    case 'IMMUTABLE_WITH_EXCLUSION':
      return isExcluded;
    case 'MUTABLE_WITH_EXCLUSION':
      return !isExcluded;
    case 'MUTABLE':
    // Whatever AWS adds later: ECR itself refuses the push of a tag that must not move.
    default:
      return true;
  }
}

/** `*` stands for any number of characters, also for none. */
function wildcardOf(filter: string): RegExp {
  const literals = filter.split('*').map((literal) => literal.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`);
}
