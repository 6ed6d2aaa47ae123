import type { ImageTagMutability } from '@aws-sdk/client-ecr';
import { expect } from 'chai';
import { tagMayMove } from '../../runner/ecr/tag-mutability';

const mayMove = (tag: string, imageTagMutability: string, ...filters: string[]) =>
  tagMayMove(tag, {
    imageTagMutability: imageTagMutability as ImageTagMutability,
    imageTagMutabilityExclusionFilters: filters.map((filter) => ({ filterType: 'WILDCARD', filter })),
  });

describe('a tag', () => {
  it('may move in a mutable repository, and not in an immutable one', () => {
    expect(mayMove('v1', 'MUTABLE')).to.equal(true);
    expect(mayMove('v1', 'IMMUTABLE')).to.equal(false);
    expect(tagMayMove('v1', {})).to.equal(true);
  });

  it('gets the opposite where a filter excludes it', () => {
    for (const [filter, tag, isExcluded] of [
      ['latest', 'latest', true],
      ['latest', 'latest-1', false],
      ['dev-*', 'dev-', true],
      ['dev-*', 'dev-1.2', true],
      ['dev-*', 'my-dev-1', false],
      ['*-rc*', 'v1-rc2', true],
      ['v1.0', 'v1x0', false],
      ['*', 'anything', true],
    ] as const) {
      expect(mayMove(tag, 'IMMUTABLE_WITH_EXCLUSION', 'no', filter), `${filter} ${tag}`).to.equal(isExcluded);
      expect(mayMove(tag, 'MUTABLE_WITH_EXCLUSION', 'no', filter), `${filter} ${tag}`).to.equal(!isExcluded);
    }
  });

  it('is left to ECR under a setting that is newer than this program', () => {
    expect(mayMove('v1', 'SOMETHING_NEW')).to.equal(true);
  });
});
