import type { Service } from '@aws-sdk/client-ecs';
import type { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { isNewer, primaryOf } from '../ecs/deployments';
import type { Reading, RolloutState } from './rollout-state';
import { verify } from './verify';
import type { FollowEffects, FollowContext } from './follow-context';

/** How following ended. Which verdict that is, and whether anything is put back, is for the caller to decide. */
export type Ending = (
  | {
      /** Ours, at its count, verified. */
      readonly kind: 'serving';
      readonly service: Service;
      /** What could not be looked at, and why. */
      readonly unchecked: readonly string[];
    }
  /** Somebody set the desired count to 0 on the way: nothing serves. */
  | { readonly kind: 'empty' }
  /** An earlier deployment was put back, at its count, verified. */
  | {
      readonly kind: 'rolled-back';
      readonly reason: string;
      readonly fix?: string | undefined;
      readonly taskDefinition: string;
      /** At desired count 0, as it was before: it is set again, and nothing serves. */
      readonly isEmpty: boolean;
      readonly unchecked: readonly string[];
    }
  | {
      readonly kind: 'deadline';
      readonly reason: string;
      /** How the deployment was last seen to stand; `unknown` where AWS was silent in the end. */
      readonly stand: 'in-progress' | 'completed' | 'rolling-back' | 'unknown';
    }
  /** AWS does not let us look any more; the rollout goes on unseen. */
  | { readonly kind: 'lost-sight'; readonly error: EcsCdError }
  | {
      readonly kind: 'cancelled';
      readonly phase: RolloutState['phase'];
      /** Why it was being undone, if it was. */
      readonly reason?: string;
    }
  /** It ran, verified, but failed its health check or did not go on serving for its bake time. */
  | { readonly kind: 'unfit'; readonly reason: string; readonly fix?: string }
  /** It serves as many tasks as it was asked for, but more have been asked for since. */
  | { readonly kind: 'short'; readonly reason: string }
  /** It goes on, but cannot succeed any more. */
  | { readonly kind: 'hopeless'; readonly reason: string }
  | { readonly kind: 'rollback-failed' | 'failed' | 'superseded' | 'service-gone'; readonly reason: string }
) & {
  /** The last reading of it. */
  readonly service?: Service | undefined;
};

function progressOf(service: Service | undefined, deploymentId: string): string {
  const ours = service?.deployments?.find(({ id }) => id === deploymentId);
  if (!ours) return '';
  const { runningCount = 0, desiredCount = 0, pendingCount = 0 } = ours;
  return `: ${runningCount} of ${desiredCount} tasks are running, ${pendingCount} pending`;
}

/** The ending that this reading is, or in words what is still missing for one. */
export async function endingOf(
  rollout: RolloutState,
  observation: Reading,
  context: FollowContext,
  effects: FollowEffects,
): Promise<Ending | string> {
  const { service } = observation;
  switch (rollout.phase) {
    case 'in-progress':
      return `the rollout is still in progress${progressOf(service, context.followed.deploymentId)}`;
    case 'paused':
    case 'rolling-back':
      return rollout.reason;
    case 'completed': {
      if (service) context.asked.note(service);
      const { unmet, unchecked } = await verify(observation, context.expected, context, effects);
      if (unmet.length > 0) return `ECS calls the deployment completed, but ${unmet.join(', ')}`;
      if (!service || (service.desiredCount === 0 && context.desiredCountBefore > 0))
        return { kind: 'empty' };
      return { kind: 'serving', service, unchecked };
    }
    case 'rolled-back': {
      const primary = primaryOf(service);
      if (!service || !primary || primary.id === context.followed.deploymentId) {
        return 'ECS says it has rolled back, but the failed deployment is still PRIMARY';
      }
      const { id: deploymentId = '', taskDefinition = '' } = primary;
      if (isNewer(primary, context.followed)) {
        const reason = `${rollout.reason}; then deployment ${deploymentId} of ${familyRevisionOf(taskDefinition)} came`;
        return { kind: 'superseded', reason };
      }
      const expected = { taskDefinition, deploymentId };
      const { unmet, unchecked } = await verify(observation, expected, context, effects);
      if (unmet.length > 0) return `ECS says it has rolled back, but ${unmet.join(', ')}`;
      const isEmpty = service.desiredCount === 0;
      if (isEmpty && context.desiredCountBefore > 0) return { kind: 'empty' };
      const { reason, fix } = rollout;
      return { kind: 'rolled-back', reason, fix, taskDefinition, isEmpty, unchecked };
    }
    default:
      return { kind: rollout.phase, reason: rollout.reason };
  }
}
