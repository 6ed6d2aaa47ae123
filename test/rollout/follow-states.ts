import type { Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../../runner/errors';
import type { Phase, RolloutState } from '../../runner/rollout/state/rollout-state';
import {
  firstTick,
  observe,
  type DiagnosisReading,
  type FollowState,
  type Look,
} from '../../runner/rollout/step';

export const followed = {
  deploymentId: 'ecs-svc/2',
  taskDefinition: 'arn:aws:ecs:eu-central-1:123456789012:task-definition/web:2',
  createdAt: new Date(0),
};
export const options = { followed, timeoutSeconds: 600, rollbackSeconds: 300, isFailFast: true };
export const nothingFound: DiagnosisReading = { certainFailure: undefined, findings: [] };
export const blind = new EcsCdError('try-again', 'AWS does not answer');
export const calls = { roomInMs: 0, inLastMinute: 60 };
export const service: Service = { status: 'ACTIVE', desiredCount: 2, deployments: [] };

export const phases = {
  'in-progress': { phase: 'in-progress' },
  paused: { phase: 'paused', reason: 'a hook waits' },
  completed: { phase: 'completed' },
  'rolling-back': { phase: 'rolling-back', reason: 'an alarm went off' },
  'rolled-back': { phase: 'rolled-back', reason: 'an alarm went off' },
} as const satisfies Partial<Record<Phase, RolloutState>>;
export const every = Object.keys(phases) as (keyof typeof phases)[];

export const start = firstTick(options, 0).state;
export const lookAt = (phase: keyof typeof phases, more: Partial<Look> = {}): Look => ({
  reading: { service },
  rollout: phases[phase],
  ending: 'not yet',
  ...more,
});
/** The state after looks at these phases, one each ten seconds. */
export const after = (seen: readonly (keyof typeof phases)[], stepOptions = options): FollowState =>
  seen.reduce(
    (state, phase, index) => observe(state, lookAt(phase), stepOptions, (index + 1) * 10_000).state,
    start,
  );
