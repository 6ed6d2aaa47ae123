import { somebodyDeploys, breaker, tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody else deploys while ECS is rolling back',
  covers: ['A7 superseded'],
  fixture: { configuration: breaker },
  given: tasks({ kind: 'crash', exitCode: 1 }),
  during: { 75: somebodyDeploys },
  expected: { verdict: 'superseded', words: ['outside:1'], cause: said.exited(1) },
  truth: {
    taskDefinition: 'web:1',
    healthyCount: 2,
    desiredCount: 2,
    isRolloutInFlight: true,
    deploymentsOfOthers: 1,
    deploymentsEver: 3,
  },
};
