import { faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the job may not hand the execution role to ECS',
  covers: ['C 17'],
  given: faulty({
    operation: 'RegisterTaskDefinition',
    kind: 'access-denied',
    times: 99,
    action: 'iam:PassRole',
    resource: 'arn:aws:iam::123456789012:role/web-execution',
  }),
  expected: { verdict: 'rejected', words: ['iam:PassRole', 'role/web-execution'], changes: [] },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
