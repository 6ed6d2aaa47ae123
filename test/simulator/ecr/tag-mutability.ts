import type { ImageTagMutability, ImageTagMutabilityExclusionFilter } from '@aws-sdk/client-ecr';

export interface TagRules {
  readonly mutability: ImageTagMutability;
  /** The tags that get the opposite of what the setting's name says. */
  readonly exclusionFilters: readonly ImageTagMutabilityExclusionFilter[];
}

/** Whether a tag that exists may come to name another image (AWS docs). */
export function tagMayMove(tag: string, { mutability, exclusionFilters }: TagRules): boolean {
  const isExcluded = exclusionFilters.some(({ filter }) => wildcardOf(filter ?? '').test(tag));
  switch (mutability) {
    case 'MUTABLE':
      return true;
    case 'IMMUTABLE':
      return false;
    case 'MUTABLE_WITH_EXCLUSION':
      return !isExcluded;
    case 'IMMUTABLE_WITH_EXCLUSION':
      return isExcluded;
  }
}

function wildcardOf(filter: string): RegExp {
  const literals = filter.split('*').map((part) => part.replace(/[.-]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`);
}
