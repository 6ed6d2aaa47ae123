import { expressMode } from '../given-express';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the new tasks of a service in Express Mode crash, and ECS is asked to go back',
  fixture: expressMode,
  given: (fixture) => fixture.newTasks({ kind: 'crash', exitCode: 1, log: ['no such table'] }),
  expected: {
    verdict: 'rolled-back',
    cause: 'exited with code 1',
    changes: ['RegisterTaskDefinition', 'UpdateExpressGatewayService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
