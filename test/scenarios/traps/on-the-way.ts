import { said } from '../../said';
import { breaker, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'credentials-expire': {
    what: 'the credentials of the job expire on the way',
    covers: ['D3 denied or expired mid-wait'],
    during: { 20: ({ aws }) => aws.faults.add({ operation: '*', kind: 'expired-token', times: Infinity }) },
    expected: { verdict: 'needs-attention', words: ['expired', said.goesOn] },
    truth: { taskDefinition: 'web:1', isRolloutInFlight: true },
  },
  'denied-on-the-way': {
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
  },
  'throttled-20-times': {
    what: 'AWS throttles 20 calls in a row',
    covers: ['D3 throttled 20 times', 'C 24'],
    during: {
      10: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'throttle', times: 20 }),
    },
    expected: { verdict: 'succeeded', words: [said.answersAgain] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'throttled-while-failing': {
    what: 'AWS throttles 20 calls in a row while ECS rolls back',
    covers: ['D3 throttled 20 times', 'C 24'],
    fixture: { configuration: breaker },
    given: tasks({ kind: 'crash', exitCode: 1 }),
    during: {
      20: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'throttle', times: 60 }),
    },
    expected: {
      verdict: 'rolled-back',
      words: [said.answersAgain],
      cause: said.exited(1),
      lateBecause: said.silent,
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'clock-ahead-and-late-record': {
    what: 'the runner is an hour ahead, the record comes late, and no task ever starts',
    covers: ['A6 hole 3'],
    skewHours: 1,
    env: { ECS_CD_TIMEOUT: '3m' },
    given: (fixture) => {
      fixture.aws.world.setRecordDelay(60);
      fixture.newTasks({ kind: 'never-starts' });
    },
    expected: { verdict: 'rolled-back', words: [said.deadline] },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
