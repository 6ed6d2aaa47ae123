import { expect } from 'chai';
import { expiryOf, lifecycleRulesOf } from '../../runner/ecr/lifecycle';

const dayMs = 86_400_000;
const now = 100 * dayMs;
const image = (name: string, days: number, ...imageTags: string[]) => ({
  imageDigest: name,
  imageTags,
  imagePushedAt: new Date(now - days * dayMs),
});
const images = [
  image('new', 1, 'c3'),
  image('middle', 5, 'c2', 'live-a'),
  image('old', 9, 'c1'),
  image('bare', 3),
];

const rule = (rulePriority: number, selection: object, type = 'expire') => ({
  rulePriority,
  selection,
  action: { type },
});
const newest = (countNumber: number) => ({ tagStatus: 'any', countType: 'imageCountMoreThan', countNumber });
const aged = (countNumber: number, countType = 'sinceImagePushed') => ({
  ...{ tagStatus: 'any', countType, countUnit: 'days', countNumber },
});
const live = { ...newest(100), tagStatus: 'tagged', tagPatternList: ['live-*'] };

const endIn = (digest: string, rules: readonly object[], isComplete = true) => {
  const end = expiryOf(digest, lifecycleRulesOf(JSON.stringify({ rules })), { images, isComplete }, now);
  return end && [end.rule.rulePriority, (end.at - now) / dayMs];
};

describe('a lifecycle policy', () => {
  it('takes away what is beyond its count, the oldest first', () => {
    const rules = [rule(1, newest(2))];
    expect(['new', 'bare', 'middle', 'old'].map((one) => endIn(one, rules))).to.deep.equal([
      undefined,
      undefined,
      [1, 0],
      [1, 0],
    ]);
  });

  it('takes away what is old enough, on a day that can be told', () => {
    expect(endIn('old', [rule(3, aged(7))])).to.deep.equal([3, -2]);
    expect(endIn('new', [rule(3, aged(7))])).to.deep.equal([3, 6]);
    expect(endIn('old', [rule(3, aged(7), 'transition')])).to.deep.equal([3, -2]);
  });

  it('spares what a rule before it selects by its tag, in whatever order they are written', () => {
    const rules = [rule(2, newest(1)), rule(1, live)];
    expect(endIn('middle', rules)).to.equal(undefined);
    expect(endIn('old', rules)).to.deep.equal([2, 0]);
  });

  it('selects by all patterns or prefixes, and untagged images by having no tag', () => {
    const tagged = { ...aged(1), tagStatus: 'tagged' };
    expect(endIn('middle', [rule(1, { ...tagged, tagPrefixList: ['c', 'live'] })])).to.deep.equal([1, -4]);
    expect(endIn('old', [rule(1, { ...tagged, tagPrefixList: ['c', 'live'] })])).to.equal(undefined);
    expect(endIn('bare', [rule(1, { ...aged(1), tagStatus: 'untagged' })])).to.deep.equal([1, -2]);
    expect(endIn('old', [rule(1, { ...aged(1), tagStatus: 'untagged' })])).to.equal(undefined);
  });

  it('has no rules where it has something in it that is none', () => {
    const rule = { rulePriority: 1, selection: { tagStatus: 'tagged', tagPatternList: ['v*'] } };
    const of = (...rules: readonly unknown[]) => lifecycleRulesOf(JSON.stringify({ rules }));
    expect(of(rule)).to.have.lengthOf(1);
    for (const other of [null, 7, { rulePriority: 2 }, { ...rule, selection: { tagPatternList: [null] } }])
      expect(of(rule, other), JSON.stringify(other)).to.deep.equal([]);
    expect(of({ ...rule, selection: { tagStatus: 'tagged', tagPrefixList: 'v' } })).to.deep.equal([]);
    expect(lifecycleRulesOf('{"rules":7}')).to.deep.equal([]);
  });

  it('is not guessed at: a list that is not whole, a kind that is not known, what a pull puts off', () => {
    expect(endIn('old', [rule(1, newest(2))], false)).to.equal(undefined);
    expect(endIn('old', [rule(1, { ...newest(1), tagStatus: 'signed' }), rule(2, aged(1))])).to.equal(
      undefined,
    );
    expect(endIn('old', [rule(1, aged(1, 'sinceSomethingElse'))])).to.equal(undefined);
    expect(endIn('new', [rule(1, aged(2, 'sinceImagePulled'))])).to.equal(undefined);
    expect(endIn('old', [rule(1, aged(2, 'sinceImagePulled'))])).to.deep.equal([1, -7]);
    expect(endIn('old', [rule(1, { ...aged(1), storageClass: 'archive' })])).to.equal(undefined);
    expect(lifecycleRulesOf('<html>')).to.deep.equal([]);
  });
});
