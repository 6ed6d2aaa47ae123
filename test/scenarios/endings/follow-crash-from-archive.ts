import { killedAfterUpdate, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'ECS has rolled back the deployment that a job follows while its image came back from the archive',
  argv: ['follow'],
  fixture: { configuration: { deploymentCircuitBreaker: { enable: true, rollback: true } } },
  given: async (fixture) => {
    tasks({ kind: 'crash', exitCode: 1 })(fixture);
    await killedAfterUpdate(fixture);
    fixture.aws.world.archiveImage('team/web', 'v2');
  },
  expected: { verdict: 'rolled-back', changes: ['UpdateImageStorageClass'] },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
