import { endsWith, oneOffTasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a migration does not end in its time: its task is stopped, and the service is not touched',
  env: { ECS_CD_RUN_BEFORE: 'sleep 600', ECS_CD_RUN_TIMEOUT: '5m' },
  given: oneOffTasks(endsWith(0, [], 600)),
  expected: {
    verdict: 'task-failed',
    words: ['had not ended after 5 min', 'asked ECS to stop task'],
    changes: ['RegisterTaskDefinition', 'RunTask', 'StopTask'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
