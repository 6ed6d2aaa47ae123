import { said } from '../../said';
import { faulty } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'blind-at-the-deadline': {
    what: 'AWS falls silent for good while the deployment goes on, and rollback is off',
    env: { ECS_CD_ROLLBACK: 'off', ECS_CD_TIMEOUT: '3m' },
    during: { 20: faulty({ operation: '*', kind: 'refuse', times: Infinity }) },
    expected: {
      verdict: 'timed-out',
      words: [said.silent, 'the state of the rollout in AWS is unknown'],
      absent: ['goes on in AWS'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, isRolloutInFlight: false },
  },
  'every-reply-lost': {
    what: 'every reply to UpdateService is lost',
    given: faulty({ operation: 'UpdateService', kind: 'lost-reply', times: 99 }),
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'half-replies': {
    what: 'three answers of AWS stop halfway',
    isSlow: true,
    during: {
      10: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'half-reply', times: 3 }),
    },
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  hanging: {
    what: 'AWS does not answer three times',
    isSlow: true,
    during: { 10: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'hang', times: 3 }) },
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'lost-reply': {
    what: 'the reply to UpdateService is lost',
    given: faulty({ operation: 'UpdateService', kind: 'lost-reply' }),
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'refused-connections': {
    what: 'AWS refuses connections',
    during: { 10: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'refuse', times: 9 }) },
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'server-errors': {
    what: 'AWS answers with server errors',
    during: {
      10: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'server-error', times: 9 }),
    },
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'strange-pages': {
    what: 'a proxy answers in the place of AWS',
    during: {
      10: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'strange-page', times: 9 }),
    },
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'update-never-arrives': {
    what: 'UpdateService never gets through',
    given: faulty({ operation: 'UpdateService', kind: 'unavailable', times: 99 }),
    expected: {
      verdict: 'try-again',
      words: [said.silent],
      changes: ['RegisterTaskDefinition'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
};
