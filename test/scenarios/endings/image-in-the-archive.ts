import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'ECR has the image in its archive, and brings it back',
  given: ({ aws }) => aws.world.archiveImage('team/web', 'v2'),
  expected: {
    verdict: 'succeeded',
    words: ['v2 is in the archive of ECR: restoring it'],
    changes: ['UpdateImageStorageClass', 'RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
