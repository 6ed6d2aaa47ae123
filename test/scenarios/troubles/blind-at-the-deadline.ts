import { faulty } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'AWS falls silent for good while the deployment goes on, and rollback is off',
  env: { ECS_CD_ROLLBACK: 'off', ECS_CD_TIMEOUT: '3m' },
  during: { 20: faulty({ operation: '*', kind: 'refuse', times: Infinity }) },
  expected: {
    verdict: 'timed-out',
    words: [said.silent, 'the state of the rollout in AWS is unknown'],
    absent: ['goes on in AWS'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, isRolloutInFlight: false },
};
