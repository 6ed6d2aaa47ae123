import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the job may not look at the service any more on the way',
  covers: ['D3 denied or expired mid-wait'],
  during: {
    20: ({ aws }) =>
      aws.faults.add({ operation: 'DescribeServices', kind: 'access-denied', times: Infinity }),
  },
  expected: {
    verdict: 'needs-attention',
    words: ['ecs:DescribeServices', said.goesOn],
  },
  truth: { taskDefinition: 'web:1', isRolloutInFlight: true },
};
