import { expressMode } from '../given-express';
import { killedAfterUpdate } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the button is pressed for a service in Express Mode, which waits for nobody, and crashes',
  argv: ['continue'],
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
  expected: {
    verdict: 'rolled-back',
    words: [said.servesAgain('web:1')],
    changes: ['UpdateExpressGatewayService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
