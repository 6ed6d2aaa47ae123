import { endsWith, oneOffTasks, pipelineJob, somebodyDeploys } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody deploys something else while a command runs that has to come first',
  env: { ...pipelineJob, ECS_CD_RUN_BEFORE: 'bin/migrate' },
  given(fixture) {
    oneOffTasks(endsWith(0, [], 150))(fixture);
    fixture.aws.onCall(({ operation }) => {
      if (operation === 'RunTask') fixture.aws.clock.schedule(60_000, () => somebodyDeploys(fixture));
    });
  },
  expected: {
    verdict: 'superseded',
    words: ['its PRIMARY deployment is', 'of outside:1 now; the service was not changed'],
    changes: ['RegisterTaskDefinition', 'RunTask'],
  },
  truth: { taskDefinition: 'outside:1', healthyCount: 2 },
};
