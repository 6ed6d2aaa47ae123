import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a person goes back to an archived image that the job may not bring back: a host may have it still',
  argv: ['rollback'],
  given: async (fixture) => {
    await fixture.deploy();
    fixture.aws.world.archiveImage('team/web', 'v1');
    fixture.aws.faults.add({ operation: 'UpdateImageStorageClass', kind: 'access-denied' });
    fixture.aws.world.outcomeOf = () => ({ kind: 'healthy' });
  },
  expected: {
    verdict: 'succeeded',
    words: ['allow ecr:UpdateImageStorageClass'],
    changes: ['UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
