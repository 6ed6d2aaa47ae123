import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the same commit is deployed again while somebody has its revision deployed anew',
  given: async (fixture) => {
    await fixture.deploy();
    fixture.aws.world.updateService({
      cluster: 'shop',
      service: 'web',
      taskDefinition: 'web:2',
      forceNewDeployment: true,
    });
  },
  expected: {
    verdict: 'succeeded',
    words: ['rollback    to web:1 if this deployment fails'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2 },
};
