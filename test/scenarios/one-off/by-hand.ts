import { endsWith, oneOffTasks, pipelineJob } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody runs a command by hand, in the revision that serves',
  argv: ['run-task'],
  env: { ...pipelineJob, ECS_CD_RUN: '["rake","report:daily"]' },
  given: oneOffTasks(endsWith(0, ['sent 12 reports'])),
  expected: {
    verdict: 'succeeded',
    words: ['"rake report:daily" in container web of web:1 exited with code 0', '| sent 12 reports'],
    changes: ['RunTask'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
