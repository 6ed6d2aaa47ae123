import { expressMode } from '../given-express';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a service in Express Mode gets the new revision by its own update, and ECS shifts the traffic in a canary',
  fixture: expressMode,
  expected: {
    verdict: 'succeeded',
    words: ['web:2 serves 2 of 2 tasks (verified)', 'production 5 %'],
    changes: ['RegisterTaskDefinition', 'UpdateExpressGatewayService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
