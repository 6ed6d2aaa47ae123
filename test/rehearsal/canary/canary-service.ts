import { loadBalanced } from '../../scenarios/given/givens';
import { canaryPercent } from './canary';

/** A gate before each step: the first 20 %, and the rest. */
export const canaryService = {
  desiredCount: 1,
  service: loadBalanced,
  configuration: {
    strategy: 'CANARY' as const,
    canaryConfiguration: { canaryPercent, canaryBakeTimeInMinutes: 0 },
    bakeTimeInMinutes: 0,
    lifecycleHooks: [
      { targetType: 'PAUSE' as const, lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT' as const] },
    ],
  },
};
