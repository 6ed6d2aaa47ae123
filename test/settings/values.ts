import { expect } from 'chai';
import type { Command } from '../../runner/settings/variables/variable';
import type { VariableName } from '../../runner/settings/variables/variables';
import { goodEnv, problemsOf, sentenceOf } from './environments';

/** A value, and what the one problem with it says: the fragments of its message and its fix, in this order. */
type Refused = readonly [value: string, ...fragments: string[]];

export interface Values {
  readonly command: Command;
  readonly accepted: readonly string[];
  readonly refused: readonly Refused[];
}

/** Tests that these values of the variables are taken and refused, each alone in an environment that is good. */
export function describeValues(table: Partial<Record<VariableName, Values>>): void {
  for (const [name, { command, accepted, refused }] of Object.entries(table)) {
    describe(name, () => {
      for (const value of accepted) {
        it(`may be ${short(value)}`, () => {
          expect(problemsOf(command, { ...goodEnv, [name]: value }).map(sentenceOf)).to.deep.equal([]);
        });
      }
      for (const [value, ...fragments] of refused) {
        it(`may not be ${short(value)}, which ${fragments[0]!}`, () => {
          const problems = problemsOf(command, { ...goodEnv, [name]: value });
          expect(problems).to.have.length(1);
          expect(problems[0]!.subject).to.equal(name);
          expectInOrder(sentenceOf(problems[0]!), fragments);
        });
      }
    });
  }
}

function short(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}... (${value.length})` : value);
}

function expectInOrder(sentence: string, fragments: readonly string[]): void {
  let rest = sentence;
  for (const fragment of fragments) {
    expect(rest, sentence).to.include(fragment);
    rest = rest.slice(rest.indexOf(fragment) + fragment.length);
  }
}
