import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a merge request asks while somebody restarts the service, which has only its history to go back by',
  argv: ['plan'],
  given: async (fixture) => {
    await fixture.deploy();
    const service = { cluster: 'shop', service: 'web' };
    fixture.aws.world.updateService({ ...service, taskDefinition: 'web:2', forceNewDeployment: true });
  },
  expected: { verdict: 'succeeded', words: ['is on its way'], changes: [] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 3 },
};
