import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'ECR does not bring the image back from its archive before the job ends',
  given: ({ aws }) => aws.world.archiveImage('team/web', 'v2'),
  env: { RUNNER_SCRIPT_TIMEOUT: '4m' },
  expected: {
    verdict: 'try-again',
    words: ['ECR has not restored v2 from its archive yet', 'run the job again: ECR goes on with it'],
    changes: ['UpdateImageStorageClass'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
