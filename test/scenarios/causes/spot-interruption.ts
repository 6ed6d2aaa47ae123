import { firstTasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'AWS takes the Spot capacity of the first tasks back',
  covers: ['C 31'],
  given: firstTasks(2, { kind: 'spot-interruption' }),
  expected: { verdict: 'succeeded', absent: ['why '] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
