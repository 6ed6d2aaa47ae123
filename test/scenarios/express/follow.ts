import { expressMode } from '../given-express';
import { killedAfterUpdate } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a killed deployment of a service in Express Mode is followed, crashes, and is put back by an update',
  argv: ['follow'],
  fixture: {
    ...expressMode,
    configuration: {
      ...expressMode.configuration,
      deploymentCircuitBreaker: { enable: false, rollback: false },
    },
  },
  given: async (fixture) => {
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    await killedAfterUpdate(fixture);
    fixture.aws.faults.add({ operation: 'StopServiceDeployment', kind: 'access-denied', times: Infinity });
  },
  expected: { verdict: 'rolled-back' },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
