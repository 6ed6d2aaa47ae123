import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody stops the deployment in the console',
  covers: ['A7 user or our own stop'],
  during: { 40: ({ aws }) => aws.world.stopServiceDeployment('shop', 'web') },
  expected: {
    verdict: 'rolled-back',
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
