import { tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'image-in-the-archive': {
    what: 'ECR has the image in its archive, and brings it back',
    given: ({ aws }) => aws.world.archiveImage('team/web', 'v2'),
    expected: {
      verdict: 'succeeded',
      words: ['v2 is in the archive of ECR: restoring it'],
      changes: ['UpdateImageStorageClass', 'RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'rolls-back-to-the-archive': {
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
      changes: [
        'UpdateImageStorageClass',
        'RegisterTaskDefinition',
        'UpdateService',
        'StopServiceDeployment',
      ],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'rollback-to-the-archive': {
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
  },
  'rollback-archive-denied': {
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
  },
  'image-archive-too-slow': {
    what: 'ECR does not bring the image back from its archive before the job ends',
    given: ({ aws }) => aws.world.archiveImage('team/web', 'v2'),
    env: { RUNNER_SCRIPT_TIMEOUT: '4m' },
    expected: {
      verdict: 'try-again',
      words: ['ECR has not restored v2 from its archive yet', 'run the job again: ECR goes on with it'],
      changes: ['UpdateImageStorageClass'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
};
