import { expressMode } from '../given-express';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a service in Express Mode is put back by its own update where the deployment may not be stopped',
  fixture: {
    ...expressMode,
    configuration: {
      ...expressMode.configuration,
      deploymentCircuitBreaker: { enable: false, rollback: false },
    },
  },
  given: (fixture) => {
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    fixture.aws.faults.add({ operation: 'StopServiceDeployment', kind: 'access-denied', times: Infinity });
  },
  expected: {
    verdict: 'rolled-back',
    changes: ['RegisterTaskDefinition', 'UpdateExpressGatewayService', 'UpdateExpressGatewayService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
