import { expect } from 'chai';
import { imageOf, registerBase, registeredContainers } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'ECS_CD_CONTAINER names one of two containers that run the image',
  given: (fixture) => registerBase(fixture, {}, { name: 'worker', image: imageOf(fixture, 'v1') }),
  env: { ECS_CD_CONTAINER: 'web' },
  expected: {
    verdict: 'succeeded',
    words: [
      'container worker keeps',
      'add worker to ECS_CD_CONTAINER: web,worker',
      'web:3 serves 2 of 2 tasks',
    ],
  },
  truth: { taskDefinition: 'web:3', healthyCount: 2 },
  check: (fixture) => {
    const images = registeredContainers(fixture).map(({ image }) => image);
    expect(images).to.deep.equal([imageOf(fixture, 'v2'), imageOf(fixture, 'v1')]);
  },
};
