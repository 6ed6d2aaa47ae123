import { deployedToTheGate } from '../givens';
import { shifted } from '../given-shift';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the deployment that goes on comes to the gate before its next step, which is another hook',
  argv: ['continue'],
  fixture: {
    service: shifted,
    configuration: {
      strategy: 'CANARY',
      canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 1 },
      lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'] }],
    },
  },
  given: deployedToTheGate,
  expected: {
    verdict: 'paused',
    words: ['told ECS to go on', 'production 10 %', 'it waits in AWS with 10 % of production traffic'],
    changes: ['ContinueServiceDeployment'],
  },
  truth: { waitsFor: 'hook', deploymentsEver: 2 },
};
