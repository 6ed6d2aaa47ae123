import { expect } from 'chai';
import { isLike } from '../../runner/names/wildcard';

describe('a text is like a pattern', () => {
  for (const [pattern, text, wildcards, expected] of [
    ['v*', 'v1.2', '*', true],
    ['v*', 'v', '*', true],
    ['v*', 'rev1', '*', false],
    ['*-rc', 'v1-rc.1', '*', false],
    ['a*c*e', 'abcde', '*', true],
    ['**', 'a\nb', '*', true],
    ['v?', 'v1', '*', false],
    ['v?', 'v?', '*', true],
    ['v?', 'v1', '*?', true],
    ['v?', 'v', '*?', false],
    ['a.c', 'abc', '*', false],
    ['\\d', '1', '*?', false],
    ['(a|b)[c]{1}^$+/-', '(a|b)[c]{1}^$+/-', '*?', true],
  ] as const) {
    it(`${JSON.stringify(text)} is ${expected ? '' : 'not '}like ${pattern} where ${wildcards} are wildcards`, () => {
      expect(isLike(pattern, text, wildcards)).to.equal(expected);
    });
  }

  it('or not, at once, however many wildcards stand beside each other', () => {
    expect(isLike(`${'*'.repeat(60)}b`, 'a'.repeat(60), '*')).to.equal(false);
  });
});
