import type { Verdict } from '../../runner/errors';
import type { EndpointAnswer } from '../health-endpoint';
import type { ServiceFixture, FixtureOptions } from '../service-fixture';
import type { Truth } from '../simulator/ecs/truth';

/** One story: what is there, what ECS does, and the verdict that a run must come to. */
export interface Scenario {
  /** One sentence: what ECS does. */
  readonly what: string;
  /** What it is the example for: `C 6`, `A7 superseded`, `D3 desired 0`, `A6 hole 3`. */
  readonly covers?: readonly string[];
  readonly fixture?: FixtureOptions;
  /** What is so before the run begins: outcomes, faults, an earlier run. */
  readonly given?: (fixture: ServiceFixture) => void | Promise<void>;
  /** What happens so many seconds of ECS time after the first UpdateService took effect. */
  readonly during?: Readonly<Record<number, (fixture: ServiceFixture) => void>>;
  /** `['deploy']` unless said. */
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Answers that never come, or never end, are given up. */
  readonly isSlow?: boolean;
  /** How far the clock of the runner's machine is off. */
  readonly skewHours?: number;
  /** The status that ECS_CD_HEALTH_CHECK_URL answers to its first request, its second, ... and then on and on. */
  readonly site?: readonly number[];
  /** The same of ECS_CD_TEST_HEALTH_CHECK_URL. */
  readonly testSite?: readonly EndpointAnswer[];
  readonly expected: {
    /** And its exit code. */
    readonly verdict: Exclude<Verdict, 'cancelled'>;
    /** Must be in the log, each of them, beside what every run of this verdict says of the revision that serves. */
    readonly words?: readonly string[];
    /** Something could not be looked at: the revision that serves again is not called verified. */
    readonly isUnverified?: true;
    /** Must be nowhere in the log. */
    readonly absent?: readonly string[];
    /** Words of the cause: in the log within 10 s of the first task that failed, unless `isLate`. */
    readonly cause?: string;
    /** Why the cause cannot be told that soon. */
    readonly lateBecause?: string;
    /** The run asks ECS to roll back within 10 s of the failure that has this number. */
    readonly givenUpAfter?: 1 | 2;
    /** Names of the operations that change something, as far as they took effect, in order. */
    readonly changes?: readonly string[];
  };
  /** What the simulator knows to be true at the moment of the verdict; `gone` where there is no such service. */
  readonly truth: Partial<Truth> | 'gone';
  /** What else must hold, such as what was registered. */
  readonly check?: (fixture: ServiceFixture) => void;
}

/** Stories of one topic, by name. */
export type Scenarios = Readonly<Record<string, Scenario>>;
