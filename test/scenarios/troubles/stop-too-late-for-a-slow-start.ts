import { faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a stop at the deadline is accepted, the deployment completes all the same, and no task ever starts',
  env: { ECS_CD_TIMEOUT: '3m' },
  given: (fixture) => {
    fixture.newTasks({ kind: 'never-starts' });
    faulty({ operation: 'StopServiceDeployment', kind: 'stop-too-late' })(fixture);
  },
  expected: {
    verdict: 'rolled-back',
    exitCode: 6,
    absent: ['ECS goes on with it'],
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, taskCount: 2 },
};
