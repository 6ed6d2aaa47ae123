import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import { dateText } from '../../log/timeline';

/** Where ECS holds a deployment until somebody says whether it goes on: its hooks of the type PAUSE wait for an answer. */
export interface Gate {
  /** ARN of the service deployment. */
  readonly deployment: string;
  readonly stage: string | undefined;
  /** Percent of the production traffic that has come to the release; undefined where none is shifted. */
  readonly production?: number | undefined;
  readonly hooks: readonly Hook[];
}

interface Hook {
  /** Another one at each step of a traffic shift (AWS docs). */
  readonly hookId: string;
  readonly expiresAt: Date | undefined;
  /** What ECS does where nobody answers until then. */
  readonly timeoutAction: 'CONTINUE' | 'ROLLBACK';
}

/** The gate that a deployment stands at, by its record; undefined where no hook waits. */
export function gateIn(record: ServiceDeployment | undefined): Gate | undefined {
  const {
    serviceDeploymentArn: deployment = '',
    lifecycleStage: stage,
    targetServiceRevision: { requestedProductionTrafficWeight: production } = {},
    lifecycleHookDetails = [],
  } = record ?? {};
  const hooks = lifecycleHookDetails
    .filter(({ status }) => status === 'AWAITING_ACTION')
    .map(({ hookId = '', expiresAt, timeoutAction = 'ROLLBACK' }) => ({ hookId, expiresAt, timeoutAction }));
  return hooks.length > 0 ? { deployment, stage, production, hooks } : undefined;
}

/** Only test traffic has come to the release (AWS docs). */
export const testStage = 'POST_TEST_TRAFFIC_SHIFT';

export const isTestGate = ({ stage }: Gate): boolean => stage === testStage;

/** The hook whose time is over first. */
export function firstHookOf({ hooks }: Gate): Hook | undefined {
  const timeOf = ({ expiresAt }: Hook) => expiresAt?.getTime() ?? Infinity;
  return hooks.toSorted((a, b) => timeOf(a) - timeOf(b))[0];
}

/** `at POST_SCALE_UP: hook ecs-pause-x waits until 2026-05-19 14:32 UTC, then ECS rolls back`. */
export function gateTextOf(gate: Gate): string {
  const { expiresAt, timeoutAction } = firstHookOf(gate) ?? {};
  const ids = gate.hooks.map(({ hookId }) => hookId).join(', ');
  const one = gate.hooks.length === 1;
  const then = timeoutAction === 'CONTINUE' ? 'goes on' : 'rolls back';
  const until = expiresAt ? ` until ${dateText(expiresAt)}, then ECS ${then}` : '';
  return `at ${gate.stage ?? 'a gate'}: ${one ? `hook ${ids} waits` : `hooks ${ids} wait`}${until}`;
}
