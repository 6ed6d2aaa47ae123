import { expect } from 'chai';
import { imageOf, registerBase, registeredContainers } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the image comes from a registry with a port, by tag and digest',
  covers: ['D3 image with port or digest'],
  given: (fixture) => registerBase(fixture, { image: imageOf(fixture, 'v1').replace('@', ':v1@') }),
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:3', healthyCount: 2 },
  check: (fixture) => {
    expect(registeredContainers(fixture)[0]?.image).to.equal(imageOf(fixture, 'v2'));
  },
};
