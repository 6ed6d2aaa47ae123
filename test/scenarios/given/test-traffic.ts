import type { FixtureOptions, ServiceFixture } from '../../service-fixture';
import { shifted } from './shift';
import type { Scenario } from '../scenario';

/** While only test traffic comes to the release; a hook that nobody answers has ECS roll back. */
export const heldOnTestTraffic = (timeoutInMinutes = 10): FixtureOptions => ({
  service: shifted,
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

/** Somebody sits at the hook and lets everything go on, before a job that looks every ten seconds sees it. */
export const continuedUnseen: NonNullable<Scenario['during']> = Object.fromEntries(
  Array.from({ length: 180 }, (_, second) => [
    second + 1,
    ({ aws }: ServiceFixture) => {
      if (aws.truth('web').waitsFor === 'hook')
        aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE');
    },
  ]),
);
