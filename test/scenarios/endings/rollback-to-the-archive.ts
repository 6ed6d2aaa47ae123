import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a person goes back to a revision whose image is in the archive of ECR',
  argv: ['rollback'],
  env: { ECS_CD_LIVE_TAG: 'live-staging' },
  given: async (fixture) => {
    await fixture.deploy();
    fixture.aws.world.archiveImage('team/web', 'v1');
  },
  expected: {
    verdict: 'succeeded',
    words: ['restoring it', 'live tag', 'live-staging is sha256:'],
    changes: ['UpdateImageStorageClass', 'UpdateService', 'PutImage'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 3 },
};
