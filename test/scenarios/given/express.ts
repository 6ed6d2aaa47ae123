import type { FixtureOptions } from '../../service-fixture';
import { loadBalanced, targetGroupNamed } from './givens';

/** A service in Express Mode, with the canary deployment that ECS gives it. (AWS docs) */
export const expressMode: FixtureOptions = {
  names: { container: 'Main' },
  service: {
    managedBy: 'ECS',
    loadBalancers: [
      {
        ...loadBalanced.loadBalancers?.[0],
        advancedConfiguration: { alternateTargetGroupArn: targetGroupNamed('web-other') },
      },
    ],
  },
  configuration: {
    strategy: 'CANARY',
    bakeTimeInMinutes: 3,
    canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 3 },
    deploymentCircuitBreaker: { enable: true, rollback: true },
  },
};
