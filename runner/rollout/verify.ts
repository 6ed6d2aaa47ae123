import { runningTasksOf } from '../ecs/running-tasks';
import type { Service, Task } from '@aws-sdk/client-ecs';
import { awsErrorKindOf } from '../aws/aws-error-kind';
import type { EcsCdError } from '../errors';
import { primaryOf } from '../ecs/deployments';
import type { Reading } from './rollout-state';
import { completionOf, stableAfterMs } from './task-stability';
import { areTold, targetGroupsOf, unmetByTargets } from '../ecs/task-targets';
import { neededCountOf, unmetClaims, type ExpectedService } from './verification';
import type { FollowEffects, FollowContext } from './follow-context';

export interface Verified {
  /** What is still missing before the service serves what is expected, as claims that do not hold. */
  readonly unmet: readonly string[];
  /** What could not be looked at, and why. */
  readonly unchecked: readonly string[];
}

/** The service first; its tasks and their targets are asked for only when the service itself claims to be done. */
export async function verify(
  { service, serviceDeployment }: Reading,
  expected: ExpectedService,
  context: FollowContext,
  effects: FollowEffects,
): Promise<Verified> {
  const claims = unmetClaims(service, undefined, expected);
  if (!service || claims.length > 0 || service.desiredCount === 0) return { unmet: claims, unchecked: [] };

  const { ecs } = effects;
  const tasks = await ifPermitted('its tasks', async () => ecs.describeTasks(await ecs.listTasks('RUNNING')));
  if ('denied' in tasks) return { unmet: [], unchecked: [tasks.denied] };
  const unmet = unmetClaims(service, tasks.found, expected);
  if (unmet.length > 0) return { unmet, unchecked: [] };

  const needed = neededCountOf(service);
  const running = runningTasksOf(tasks.found, primaryOf(service)?.id ?? '');
  const targets = await ifPermitted('the health of its targets', () => targetsBehind(service, effects));
  const groups = 'found' in targets ? targets.found : [];
  const areAllTold = groups.every((group) => areTold(running, group));
  if (groups.length > 0 && areAllTold) {
    return { unmet: unmetByTargets(running, groups, needed), unchecked: [] };
  }
  // Nobody but the tasks themselves tells whether they serve.
  const hasFailed = context.diagnosis.findings().some(({ taskIds }) => taskIds.length > 0);
  const hasGrown = (service.desiredCount ?? 0) > context.desiredCountBefore;
  const completedAt = completionOf(service, serviceDeployment);
  const steady = context.stability.steadyOf(running, completedAt, hasFailed || hasGrown).length;
  const trust = steady >= needed ? { unchecked: [] } : await trustOf(context, running, service, effects);
  const untold = 'denied' in targets ? [targets.denied] : areAllTold ? [] : [untoldTargets];
  return {
    unmet: trust
      ? []
      : [
          `only ${steady} of ${needed} tasks have run for long enough to count as healthy (${stableAfterMs / 1000} s)`,
        ],
    unchecked: [...untold, ...(trust?.unchecked ?? [])],
  };
}

const untoldTargets = 'the health of its targets (which of them are its own cannot be told)';

/** The targets behind each load balancer of the service. */
function targetsBehind(service: Service, { targetHealth }: FollowEffects) {
  return Promise.all(
    targetGroupsOf(service).map(async (arns) =>
      (await Promise.all(arns.map((arn) => targetHealth.describeTargetHealth(arn)))).flat(),
    ),
  );
}

/**
 * A service that was settled before this run may have replaced a task long ago; only failures speak against those. Long
 * ago is by this machine's clock: where it is late, they are watched for a while.
 */
async function trustOf(
  { wasSettled, diagnosis }: FollowContext,
  running: readonly Task[],
  service: Service,
  { clock }: FollowEffects,
): Promise<Pick<Verified, 'unchecked'> | undefined> {
  const isOld = ({ startedAt }: Task) =>
    startedAt !== undefined && startedAt.getTime() + stableAfterMs <= clock.now();
  if (!wasSettled || !running.every(isOld)) return undefined;
  await diagnosis.lookNow(service);
  if (diagnosis.findings().length > 0) return undefined;
  return { unchecked: diagnosis.denied() };
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
