import { endsWith, oneOffTasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a migration fails, and the service is not touched',
  env: { ECS_CD_RUN_BEFORE: 'bundle exec rails db:migrate' },
  given: oneOffTasks(endsWith(1, ['PG::DuplicateTable: relation "orders" already exists'])),
  expected: {
    verdict: 'task-failed',
    words: [said.exited(1), 'PG::DuplicateTable', 'the service was not changed'],
    changes: ['RegisterTaskDefinition', 'RunTask'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
