import type { Service } from '@aws-sdk/client-ecs';
import { awsErrorKindOf } from '../aws/aws-error';
import type { EcsCdError } from '../errors';
import { familyRevisionOf } from './arn';
import { isNewer, primaryOf } from './deployments';
import type { Observation, Rollout } from './rollout';
import { targetGroupsOf, unmetByTargets } from './task-targets';
import { neededCountOf, runningTasksOf, unmetClaims, type Expected } from './verification';
import type { FollowEffects, Watch } from './watch';

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
      readonly taskDefinition: string;
      /** At desired count 0, as it was before: it is set again, and nothing serves. */
      readonly isEmpty: boolean;
      readonly unchecked: readonly string[];
    }
  | { readonly kind: 'deadline'; readonly reason: string; readonly isRollingBack: boolean }
  /** AWS does not let us look any more; the rollout goes on unseen. */
  | { readonly kind: 'lost-sight'; readonly error: EcsCdError }
  | { readonly kind: 'cancelled'; readonly phase: Rollout['phase'] }
  /** It ran, verified, but failed its health check or did not go on serving for its bake time. */
  | { readonly kind: 'unfit'; readonly reason: string; readonly fix?: string }
  /** It goes on, but cannot succeed any more. */
  | { readonly kind: 'hopeless'; readonly reason: string }
  | { readonly kind: 'rollback-failed' | 'failed' | 'superseded' | 'service-gone'; readonly reason: string }
) & {
  /** The last reading of it. */
  readonly service?: Service | undefined;
};

/** The ending that this reading is, or in words what is still missing for one. */
export async function endingOf(
  rollout: Rollout,
  { service }: Observation,
  watch: Watch,
  effects: FollowEffects,
): Promise<Ending | string> {
  switch (rollout.phase) {
    case 'in-progress':
      return 'the rollout is still in progress';
    case 'paused':
    case 'rolling-back':
      return rollout.reason;
    case 'completed': {
      const { unmet, unchecked } = await unmetByEverything(service, watch.expected, effects);
      if (unmet.length > 0) return `ECS calls the deployment completed, but ${unmet.join(', ')}`;
      if (!service || (service.desiredCount === 0 && !watch.startedEmpty)) return { kind: 'empty' };
      return { kind: 'serving', service, unchecked };
    }
    case 'rolled-back': {
      const primary = primaryOf(service);
      if (!service || !primary || primary.id === watch.followed.deploymentId) {
        return 'ECS says it has rolled back, but the failed deployment is still PRIMARY';
      }
      const { id: deploymentId = '', taskDefinition = '' } = primary;
      if (isNewer(primary, watch.followed)) {
        const reason = `${rollout.reason}; then deployment ${deploymentId} of ${familyRevisionOf(taskDefinition)} came`;
        return { kind: 'superseded', reason };
      }
      const { unmet, unchecked } = await unmetByEverything(
        service,
        { taskDefinition, deploymentId },
        effects,
      );
      if (unmet.length > 0) return `ECS says it has rolled back, but ${unmet.join(', ')}`;
      const isEmpty = service.desiredCount === 0;
      if (isEmpty && !watch.startedEmpty) return { kind: 'empty' };
      return { kind: 'rolled-back', reason: rollout.reason, taskDefinition, isEmpty, unchecked };
    }
    default:
      return { kind: rollout.phase, reason: rollout.reason };
  }
}

interface Verified {
  readonly unmet: readonly string[];
  readonly unchecked: readonly string[];
}

/** The service first; its tasks and their targets are asked for only when the service itself claims to be done. */
async function unmetByEverything(
  service: Service | undefined,
  expected: Expected,
  { ecs, targetHealth }: FollowEffects,
): Promise<Verified> {
  const claims = unmetClaims(service, undefined, expected);
  if (!service || claims.length > 0 || service.desiredCount === 0) return { unmet: claims, unchecked: [] };
  const seen = await ifPermitted('its tasks', async () => ecs.describeTasks(await ecs.listTasks('RUNNING')));
  if ('denied' in seen) return { unmet: [], unchecked: [seen.denied] };
  const unmet = unmetClaims(service, seen.found, expected);
  const groups = targetGroupsOf(service);
  if (unmet.length > 0 || groups.length === 0) return { unmet, unchecked: [] };

  const targets = await ifPermitted('the health of its targets', () =>
    Promise.all(
      groups.map(async (arns) =>
        (await Promise.all(arns.map((arn) => targetHealth.describeTargetHealth(arn)))).flat(),
      ),
    ),
  );
  if ('denied' in targets) return { unmet: [], unchecked: [targets.denied] };
  const running = runningTasksOf(seen.found, primaryOf(service)?.id ?? '');
  return { unmet: unmetByTargets(running, targets.found, neededCountOf(service)), unchecked: [] };
}

/** ECS itself says that it serves; what we may not look at beyond that is said, and does not undo a release. */
async function ifPermitted<T>(
  what: string,
  look: () => Promise<T>,
): Promise<{ readonly found: T } | { readonly denied: string }> {
  try {
    return { found: await look() };
  } catch (error) {
    if (awsErrorKindOf(error) !== 'denied') throw error;
    return { denied: `${what} (${(error as EcsCdError).fix ?? (error as EcsCdError).message})` };
  }
}
