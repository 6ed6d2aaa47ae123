import { expect } from 'chai';
import { registerBase, registeredContainers } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the environment has = , quotes and line ends in its values',
  covers: ['D3 env values'],
  given: (fixture) =>
    registerBase(fixture, {
      environment: [{ name: 'RULE', value: 'Host(`a.b`)&&Query(`x=1`),"q" \'s\'\nsecond line=2' }],
    }),
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:3', healthyCount: 2 },
  check: (fixture) => {
    expect(registeredContainers(fixture)[0]?.environment).to.deep.equal([
      { name: 'RULE', value: 'Host(`a.b`)&&Query(`x=1`),"q" \'s\'\nsecond line=2' },
    ]);
  },
};
