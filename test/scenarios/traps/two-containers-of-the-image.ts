import { expect } from 'chai';
import { imageOf, registerBase, registeredContainers } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'two containers of a task run the image, and a third one another image',
  given: (fixture) =>
    registerBase(
      fixture,
      {},
      { name: 'worker', image: imageOf(fixture, 'v1') },
      { name: 'proxy', image: 'public.ecr.aws/envoy/envoy:v1', essential: false },
    ),
  expected: {
    verdict: 'succeeded',
    words: ['image of web, worker', 'web:3 serves 2 of 2 tasks'],
    absent: ['keeps'],
  },
  truth: { taskDefinition: 'web:3', healthyCount: 2 },
  check: (fixture) => {
    const images = registeredContainers(fixture).map(({ image }) => image);
    expect(images).to.deep.equal([
      imageOf(fixture, 'v2'),
      imageOf(fixture, 'v2'),
      'public.ecr.aws/envoy/envoy:v1',
    ]);
  },
};
