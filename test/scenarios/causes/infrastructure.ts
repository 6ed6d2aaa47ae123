import { firstTasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the machine under the first tasks is retired',
  covers: ['C 31'],
  given: firstTasks(2, {
    kind: 'interrupted',
    stopCode: 'InfrastructureHealth',
    // (AWS docs)
    stoppedReason: 'ECS is performing maintenance on the underlying infrastructure hosting the task.',
  }),
  expected: { verdict: 'succeeded', absent: ['why '] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
