import { killedAfterUpdate, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the image of the deployment that a job follows is in the archive: it is over by the time that ECR has brought it back',
  argv: ['follow'],
  given: async (fixture) => {
    tasks({ kind: 'healthy' })(fixture);
    await killedAfterUpdate(fixture);
    fixture.aws.world.archiveImage('team/web', 'v2');
  },
  expected: {
    verdict: 'succeeded',
    words: ['v2 is in the archive of ECR: restoring it', 'web:2 serves 2 of 2 tasks (verified)'],
    changes: ['UpdateImageStorageClass'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
