import { breaker } from '../givens';
import type { Scenario } from '../scenario';

const error =
  "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/web-execution' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.";

export const scenario: Scenario = {
  what: 'ECS cannot assume the execution role, so it launches no task',
  fixture: { configuration: breaker },
  given: ({ aws }) => aws.world.setObstacles('shop', 'web', { launch: error }),
  during: { 600: ({ aws }) => aws.world.setObstacles('shop', 'web', {}) },
  expected: {
    verdict: 'rolled-back',
    words: [
      'ECS cannot assume the role',
      'role/web-execution',
      'ecs-tasks.amazonaws.com',
      'ECS starts no task',
    ],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
