import { expressMode } from '../given-express';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the first deployments of a service in Express Mode crash, and ECS has nothing to roll back to',
  fixture: expressMode,
  given: ({ aws: { world } }) => {
    world.forgetService('shop', 'web');
    world.outcomeOf = () => ({ kind: 'crash', exitCode: 1 });
    world.createService({
      ...{ cluster: 'shop', name: 'web', taskDefinition: 'web', desiredCount: 2, isNew: true },
      ...expressMode.service,
      deploymentConfiguration: expressMode.configuration ?? {},
    });
  },
  expected: {
    verdict: 'needs-attention',
    changes: ['RegisterTaskDefinition', 'UpdateExpressGatewayService'],
  },
  truth: { healthyCount: 0 },
};
