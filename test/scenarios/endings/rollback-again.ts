import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a person takes the last deployment back to a revision that has been deregistered',
  argv: ['rollback', '--again'],
  given: async (fixture) => {
    await fixture.deploy();
    fixture.aws.world.deregisterTaskDefinition('web:1');
  },
  expected: {
    verdict: 'succeeded',
    words: ['from web:2 to web:1', 'web:3 registered, the same as web:1'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:3', healthyCount: 2, deploymentsEver: 3 },
};
