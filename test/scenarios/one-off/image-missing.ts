import { oneOffTasks } from '../givens';
import { imageNotFound } from '../../simulator/ecs/tasks/scripted-tasks';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the task of a migration cannot pull its image, and ends without an exit code',
  env: { ECS_CD_RUN_BEFORE: 'migrate' },
  given: oneOffTasks(imageNotFound('team/web:v2')),
  expected: {
    verdict: 'task-failed',
    words: ['the task stopped without an exit code of it', 'CannotPullContainerError'],
    changes: ['RegisterTaskDefinition', 'RunTask'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
