import type { FaultKind } from '../simulator/protocol/faults';
import type { TaskOutcome } from '../simulator/ecs/tasks/scripted-tasks';

/** The other container of a task that has two. */
export const neighbour = 'neighbour';

/**
 * One random case as plain data: what there is, what becomes of the tasks, who interferes, what AWS gets wrong, and what
 * the program is told to do. It can be printed, kept in a file and told again.
 */
export interface FuzzCase {
  readonly service: {
    readonly desiredCount: number;
    readonly minimumHealthyPercent?: number;
    readonly maximumPercent?: number;
    readonly breaker?: { readonly rollback: boolean; readonly count?: number };
    /** What a deployment does when the alarm goes off; without it there is no alarm. */
    readonly alarm?: { readonly rollback: boolean };
    readonly isLoadBalanced?: boolean;
    /** What stands in front of it in place of that. */
    readonly front?: Front;
    /** ROLLING unless it is said. */
    readonly strategy?: NativeStrategy;
    /** Seconds that old targets go on serving what they have begun to serve. */
    readonly drainSeconds?: number;
    /** The function of a Lambda hook says IN_PROGRESS for so long. */
    readonly lambda?: { readonly stage: HookStage; readonly seconds: number };
    /** What stands in a task beside `web`: it starts before it and ends, or runs next to it. */
    readonly beside?: 'init' | 'sidecar';
    readonly early?: { readonly healthyPercent: number; readonly cleanup: 'BLOCKING' | 'DEFERRED' };
    readonly pause?: {
      readonly stage: HookStage;
      readonly timeoutMinutes: number;
      readonly action: 'ROLLBACK' | 'CONTINUE';
    };
    readonly bakeMinutes?: number;
  };
  /** `usual` is ECS as it is; `quick` is the same, some times faster, so that a run takes fewer looks. */
  readonly pace: 'quick' | 'usual';
  /** What becomes of each task of a new revision, over and over; healthy when empty. */
  readonly newTasks: readonly TaskOutcome[];
  /** The same of the tasks of the old revision that are started again; those that run from the start go on. */
  readonly oldTasks: readonly TaskOutcome[];
  readonly recordDelay?: number | 'never';
  readonly hands: readonly ExternalAction[];
  readonly faults: readonly FuzzFault[];
  /** `deploy again` is a deploy of the revision that ECS is just going back to, from one of somebody else. */
  readonly command: 'deploy' | 'deploy twice' | 'deploy again' | 'rollback';
  /** What ECS_CD_HEALTH_CHECK_URL answers to its first request, and so on; the last one stays. Absent: none is asked. */
  readonly answers?: readonly number[];
  /** The same of ECS_CD_TEST_HEALTH_CHECK_URL, of a service whose pause hook is that of the test traffic. */
  readonly testAnswers?: readonly number[];
  /** By when the addresses must have answered so; 20 unless given. */
  readonly checkSeconds?: number;
  /** Ends the run at a pause; a second one answers it unless it is left. Absent: the run waits there. */
  readonly gate?: 'leave' | 'continue' | 'reject';
  readonly bakeSeconds?: number;
  readonly timeoutSeconds: number;
  readonly rollback?: 'off';
  readonly failFast?: 'off';
  readonly preflight?: 'off';
  /** Seconds after the first run began. */
  readonly cancelledAt?: number;
}

/** What is so in a kept case unless it says something else. */
export const usualCase = {
  newTasks: [],
  oldTasks: [],
  hands: [],
  faults: [],
  command: 'deploy',
  pace: 'quick',
  timeoutSeconds: 60,
} as const satisfies Omit<FuzzCase, 'service'>;

export type KeptCase = Pick<FuzzCase, 'service'> & Partial<FuzzCase> & { readonly what: string };

export const hookStages = [
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'POST_TEST_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
] as const;
export type HookStage = (typeof hookStages)[number];

/** A Network Load Balancer whose listener ECS changes, or what ECS itself keeps: that of an ECS Gateway, or of Express Mode. */
export type Front = 'network' | 'gateway' | 'express';

export type NativeStrategy =
  | { readonly kind: 'BLUE_GREEN' }
  | { readonly kind: 'LINEAR' | 'CANARY'; readonly percent: number; readonly stepMinutes: number };

/** What somebody, or something, else does so many seconds and a half after the first run began: never in its very moments. */
export type ExternalAction = { readonly at: number } & (
  | { readonly does: 'deploy' | 'redeploy' | 'stop' | 'continue' | 'refuse' | 'delete' | 'forget' }
  | { readonly does: 'scale'; readonly to: number }
  | { readonly does: 'alarm'; readonly state: 'ALARM' | 'OK' }
  | { readonly does: 'capacity'; readonly isThere: boolean }
);

/** A fault of the simulated AWS during the runs. */
export interface FuzzFault {
  readonly operation: string;
  readonly kind: FaultKind;
  readonly after: number;
  /** Absent: from then on for ever. */
  readonly times?: number;
  readonly seconds?: number;
  readonly isStampedAnew?: boolean;
}
