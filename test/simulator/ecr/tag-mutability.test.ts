import { expect } from 'chai';
import { tagMayMove, type TagRules } from './tag-mutability';

const rules = (mutability: TagRules['mutability'], ...filters: string[]): TagRules => ({
  mutability,
  exclusionFilters: filters.map((filter) => ({ filterType: 'WILDCARD', filter })),
});

describe('a tag that exists in ECR', () => {
  it('moves in a mutable repository and stays in an immutable one', () => {
    expect(tagMayMove('v1', rules('MUTABLE'))).to.equal(true);
    expect(tagMayMove('v1', rules('IMMUTABLE'))).to.equal(false);
  });

  it('moves in an immutable repository when a filter excludes it', () => {
    const immutable = rules('IMMUTABLE_WITH_EXCLUSION', 'latest', 'dev-*');
    expect(tagMayMove('dev-7', immutable)).to.equal(true);
    expect(tagMayMove('latest', immutable)).to.equal(true);
    expect(tagMayMove('latest-2', immutable)).to.equal(false);
  });

  it('stays in a mutable repository when a filter excludes it', () => {
    const mutable = rules('MUTABLE_WITH_EXCLUSION', 'v*.0');
    expect(tagMayMove('v2.0', mutable)).to.equal(false);
    expect(tagMayMove('v2x0', mutable)).to.equal(true);
  });
});
