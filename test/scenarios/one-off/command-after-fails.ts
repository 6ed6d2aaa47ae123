import { endsWith, oneOffTasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the release serves, and a command that runs after it fails: the job is red, the release stays',
  env: { ECS_CD_RUN_AFTER: 'warm-the-cache' },
  given: oneOffTasks(endsWith(3)),
  expected: {
    verdict: 'task-failed',
    words: ['web:2 serves and is left in place'],
    changes: ['RegisterTaskDefinition', 'UpdateService', 'RunTask'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2 },
};
