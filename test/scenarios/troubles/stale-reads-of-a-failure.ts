import { tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the service reads as it was before the update, and the tasks crash meanwhile',
  given: tasks({ kind: 'crash', exitCode: 1 }),
  during: {
    0: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'stale', seconds: 60, times: 12 }),
  },
  expected: {
    verdict: 'rolled-back',
    cause: said.exited(1),
    lateBecause: 'AWS shows an older state',
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
