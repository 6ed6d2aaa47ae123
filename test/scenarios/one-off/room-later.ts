import { endsWith, oneOffTasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'no instance has an agent that answers; a moment later one has',
  env: { ECS_CD_RUN_BEFORE: 'migrate' },
  given(fixture) {
    fixture.aws.world.failRunTask('AGENT', 'AGENT');
    oneOffTasks(endsWith(0))(fixture);
  },
  expected: {
    verdict: 'succeeded',
    words: ['no room for the task yet (AGENT)'],
    changes: ['RegisterTaskDefinition', 'RunTask', 'RunTask', 'RunTask', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2 },
};
