import { expressMode } from '../given-express';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the reply to the update of a service in Express Mode is lost, and the deployment is there',
  fixture: expressMode,
  given: ({ aws }) => {
    aws.faults.add({ operation: 'UpdateExpressGatewayService', kind: 'lost-reply', times: 9 });
  },
  expected: { verdict: 'succeeded', words: ['looking whether the deployment was made'] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
