import { breaker, tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'AWS throttles 20 calls in a row while ECS rolls back',
  covers: ['D3 throttled 20 times', 'C 24'],
  fixture: { configuration: breaker },
  given: tasks({ kind: 'crash', exitCode: 1 }),
  during: { 20: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'throttle', times: 60 }) },
  expected: {
    verdict: 'rolled-back',
    words: [said.answersAgain],
    cause: said.exited(1),
    lateBecause: said.silent,
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
