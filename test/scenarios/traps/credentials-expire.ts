import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the credentials of the job expire on the way',
  covers: ['D3 denied or expired mid-wait'],
  during: { 20: ({ aws }) => aws.faults.add({ operation: '*', kind: 'expired-token', times: Infinity }) },
  expected: { verdict: 'needs-attention', words: ['expired', said.goesOn] },
  truth: { taskDefinition: 'web:1', isRolloutInFlight: true },
};
