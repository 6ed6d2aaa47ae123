import { expect } from 'chai';
import { registerBase, registeredContainers } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a sidecar of another repository stands beside the container',
  covers: ['D3 sidecar'],
  given: (fixture) =>
    registerBase(
      fixture,
      {},
      {
        name: 'proxy',
        image: 'public.ecr.aws/envoy/envoy:v1',
        essential: false,
        environment: [{ name: 'A', value: '1' }],
      },
    ),
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:3', healthyCount: 2 },
  check: (fixture) => {
    expect(registeredContainers(fixture)[1]).to.deep.include({
      name: 'proxy',
      image: 'public.ecr.aws/envoy/envoy:v1',
    });
  },
};
