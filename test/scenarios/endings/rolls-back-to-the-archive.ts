import type { Scenario } from '../scenario';
import { tasks } from '../givens';

export const scenario: Scenario = {
  what: 'the image of the revision to go back to is in the archive, and comes back meanwhile',
  given: (fixture) => {
    const selection = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 99 };
    const rule = {
      rulePriority: 1,
      selection,
      action: { type: 'transition', targetStorageClass: 'archive' },
    };
    fixture.aws.world.setLifecyclePolicy('team/web', [rule]);
    fixture.aws.world.archiveImage('team/web', 'v1');
    tasks({ kind: 'crash', exitCode: 1 })(fixture);
  },
  expected: {
    verdict: 'rolled-back',
    words: ['the image that a rollback goes back to (sha256:'],
    changes: ['UpdateImageStorageClass', 'RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
