import { faulty, loadBalanced } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a stop is accepted, the deployment completes all the same, and its tasks crash on',
  given: (fixture) => {
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    faulty({ operation: 'StopServiceDeployment', kind: 'stop-too-late' })(fixture);
  },
  fixture: { service: loadBalanced },
  expected: {
    verdict: 'rolled-back',
    exitCode: 6,
    words: ['updating the service back to web:1'],
    absent: ['ECS goes on with it'],
    cause: said.exited(1),
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, taskCount: 2 },
};
