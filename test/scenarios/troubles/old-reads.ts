import { said } from '../../said';
import { tasks } from '../givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'stale-reads-of-a-failure': {
    what: 'the service reads as it was before the update, and the tasks crash meanwhile',
    given: tasks({ kind: 'crash', exitCode: 1 }),
    during: {
      0: ({ aws }) =>
        aws.faults.add({ operation: 'DescribeServices', kind: 'stale', seconds: 60, times: 12 }),
    },
    expected: {
      verdict: 'rolled-back',
      cause: said.exited(1),
      lateBecause: 'AWS shows an older state',
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'stale-reads': {
    what: 'the service reads as it was before the update for a minute',
    during: {
      0: ({ aws }) =>
        aws.faults.add({ operation: 'DescribeServices', kind: 'stale', seconds: 60, times: 12 }),
    },
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'stamped-anew': {
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
  },
};
