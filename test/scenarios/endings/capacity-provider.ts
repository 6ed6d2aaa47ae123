import { expect } from 'chai';
import type { Scenario } from '../scenario';

const capacityProviderStrategy = [{ capacityProvider: 'FARGATE_SPOT', weight: 1, base: 0 }];

export const scenario: Scenario = {
  what: 'a service on Spot capacity is updated, and stays on it',
  fixture: {
    service: {
      settings: {
        capacityProviderStrategy,
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'] } },
      },
    },
  },
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  check: ({ aws }) => {
    const call = aws.calls.find(({ operation }) => operation === 'UpdateService');
    expect(call?.input).to.not.have.property('capacityProviderStrategy');
  },
};
