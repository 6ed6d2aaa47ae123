import { faulty } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the job may not stop a deployment, so it updates the service back',
  given: (fixture) => {
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    faulty({ operation: 'StopServiceDeployment', kind: 'access-denied', times: 9 })(fixture);
  },
  expected: {
    verdict: 'rolled-back',
    words: ['ecs:StopServiceDeployment'],
    cause: said.exited(1),
    changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
