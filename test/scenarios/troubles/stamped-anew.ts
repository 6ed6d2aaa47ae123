import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a reading from before the update claims to be of this moment, where no record may be seen',
  given: ({ aws }) => aws.world.setRecordDelay('never'),
  during: {
    0: ({ aws }) =>
      aws.faults.add({
        operation: 'DescribeServices',
        kind: 'stale',
        seconds: 60,
        isStampedAnew: true,
      }),
  },
  expected: {
    verdict: 'succeeded',
    absent: ['rolling back', 'rolled-back', 'ECS gives no reason'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
