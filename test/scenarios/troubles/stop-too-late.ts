import { containers, faulty, loadBalanced } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a stop is accepted, but the deployment completes while its tasks are healthy, and they crash on',
  fixture: { service: loadBalanced, configuration: { strategy: 'BLUE_GREEN' } },
  given: (fixture) => {
    containers(fixture, { web: { exitCode: 1, afterSeconds: 20 } });
    fixture.aws.world.setTimings({ transitionMs: 45_000 });
    faulty({ operation: 'StopServiceDeployment', kind: 'stop-too-late' })(fixture);
  },
  expected: {
    verdict: 'rolled-back',
    words: ['updating the service back to web:1'],
    absent: ['ECS goes on with it'],
    cause: said.exited(1),
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, taskCount: 2 },
};
