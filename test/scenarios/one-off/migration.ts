import { endsWith, oneOffTasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a migration runs in the new revision and succeeds, then the service changes',
  env: { ECS_CD_RUN_BEFORE: 'bundle exec rails db:migrate' },
  given: oneOffTasks(endsWith(0, ['== CreateOrders: migrated'])),
  expected: {
    verdict: 'succeeded',
    words: ['"bundle exec rails db:migrate" in container web of web:2', '| == CreateOrders: migrated'],
    changes: ['RegisterTaskDefinition', 'RunTask', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2 },
};
