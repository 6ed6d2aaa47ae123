import type { FixtureOptions } from '../service-fixture';
import { loadBalanced } from './givens';

/** While only test traffic comes to the release; a hook that nobody answers has ECS roll back. */
export const heldOnTestTraffic = (timeoutInMinutes = 10): FixtureOptions => ({
  service: loadBalanced,
  configuration: {
    strategy: 'BLUE_GREEN',
    lifecycleHooks: [
      {
        targetType: 'PAUSE',
        lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
        timeoutConfiguration: { timeoutInMinutes, action: 'ROLLBACK' },
      },
    ],
  },
});
