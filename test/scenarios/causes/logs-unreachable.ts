import { firstTasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the tasks have no way to CloudWatch Logs for a while, and then they do',
  covers: ['C 8'],
  given: firstTasks(2, {
    kind: 'fails-to-start',
    // (field report)
    stoppedReason:
      'ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed',
  }),
  expected: {
    verdict: 'succeeded',
    cause: 'the task cannot reach CloudWatch Logs: no connection',
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
