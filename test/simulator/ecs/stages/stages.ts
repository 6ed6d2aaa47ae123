/** The lifecycle stages of a service deployment, in AWS's order. (AWS docs; the SDK's enum is sorted and lacks one) */
export const stages = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
] as const;
export type Stage = (typeof stages)[number];

/** (AWS docs) a ROLLING deployment bakes once its source is scaled to 0. */
export const rollingStages: readonly Stage[] = [
  ...stages.filter((stage) => stage !== 'BAKE_TIME' && stage !== 'CLEAN_UP'),
  'CLEAN_UP',
  'BAKE_TIME',
];

/** No pause here; RECONCILE_SERVICE may have one. (AWS docs) */
export const stagesWithoutPause: readonly string[] = [
  'SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
];

export interface HookRecord {
  readonly id: string;
  readonly targetType: 'PAUSE' | 'AWS_LAMBDA';
  readonly stage: Stage;
  readonly expiresAt: number;
  readonly timeoutAction: 'ROLLBACK' | 'CONTINUE';
  status: 'AWAITING_ACTION' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';
}
