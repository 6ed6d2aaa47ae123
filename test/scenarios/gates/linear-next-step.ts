import { deployedToTheGate, loadBalanced } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'each step of a linear shift has a hook of its own, and a person answers one after the other',
  argv: ['continue'],
  fixture: {
    service: loadBalanced,
    configuration: {
      strategy: 'LINEAR',
      linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 1 },
      lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'] }],
    },
  },
  given: async (fixture) => {
    await deployedToTheGate(fixture);
    await fixture.run(['continue']);
  },
  expected: {
    verdict: 'paused',
    words: [
      'production 80 %',
      'is paused at PRE_PRODUCTION_TRAFFIC_SHIFT',
      'with 80 % of production traffic',
      'next        run the continue job',
    ],
    changes: ['ContinueServiceDeployment'],
  },
  truth: { waitsFor: 'hook', deploymentsEver: 2, production: { 'web:1': 20, 'web:2': 80 } },
};
