import { loadBalanced, targetGroupNamed } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the old tasks drain for twenty minutes while the new ones serve alone',
  fixture: { service: loadBalanced },
  given: ({ aws }) => aws.world.setDeregistrationDelay(targetGroupNamed('web'), 1200),
  expected: {
    verdict: 'succeeded',
    words: ['waiting for replaced tasks to drain', 'this takes no time off ECS_CD_TIMEOUT'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, taskCount: 2, deploymentsEver: 2 },
};
