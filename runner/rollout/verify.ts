import type { Service, Task } from '@aws-sdk/client-ecs';
import { awsErrorKindOf } from '../aws/aws-error-kind';
import { primaryOf } from '../ecs/deployments';
import { runningTasksOf } from '../ecs/running-tasks';
import { areTold, targetGroupsOf, unmetByTargets } from '../ecs/task-targets';
import type { EcsCdError } from '../errors';
import { bakingEnding, endingOf, expectedIn, type Ending } from './state/ending';
import type { FollowContext, FollowEffects } from './follow-context';
import type { Phase, Reading, RolloutState } from './state/rollout-state';
import { completionOf, stableAfterMs } from './state/task-stability';
import { isBaking } from './state/hold';
import {
  neededCountOf,
  unmetByService,
  unmetByTasks,
  type ExpectedService,
  type Verification,
} from './state/verification';

/** The ending that this reading is, verified where it has to be, or in words what is still missing for one. */
export async function assess(
  rollout: RolloutState,
  reading: Reading,
  context: FollowContext,
  effects: FollowEffects,
): Promise<Ending | string> {
  const { service } = reading;
  if (endsInBake(rollout.phase, reading, context)) {
    const expected = { ...context.expected, rolloutState: 'IN_PROGRESS' } as const;
    return bakingEnding(service, await verify(reading, expected, context, effects), context);
  }
  const expected = expectedIn(rollout, service, context);
  const verification = expected
    ? await verify(reading, expected, context, effects)
    : { unmet: [], unchecked: [] };
  return endingOf(rollout, reading, verification, context);
}

/** Whether the run need not wait any longer than until this (ECS_CD_WAIT_UNTIL). */
export function endsInBake(
  phase: Phase,
  reading: Reading,
  { waitUntil, followed }: Pick<FollowContext, 'waitUntil' | 'followed'>,
): boolean {
  return waitUntil === 'baking' && isBaking(followed, reading, phase);
}

/** The service first; its tasks and their targets are asked for only when the service itself claims to be done. */
async function verify(
  reading: Reading,
  expected: ExpectedService,
  context: FollowContext,
  effects: FollowEffects,
): Promise<Verification> {
  const { service } = reading;
  const claims = unmetByService(service, expected);
  if (!service || claims.length > 0 || service.desiredCount === 0) return { unmet: claims, unchecked: [] };
  const { ecs } = effects;
  const tasks = await ifPermitted('its tasks', async () => ecs.describeTasks(await ecs.listTasks('RUNNING')));
  if ('denied' in tasks) return { unmet: [], unchecked: [tasks.denied] };
  const unmet = unmetByTasks(service, tasks.found, expected);
  if (unmet.length > 0) return { unmet, unchecked: [] };

  const running = runningTasksOf(tasks.found, primaryOf(service)?.id ?? '');
  const targets = await ifPermitted('the health of its targets', () => targetsBehind(service, effects));
  if ('denied' in targets) return byStability(running, reading, context, effects, [targets.denied]);
  const groups = targets.found;
  if (groups.length > 0 && groups.every((group) => areTold(running, group))) {
    return { unmet: unmetByTargets(running, groups, neededCountOf(service)), unchecked: [] };
  }
  return byStability(running, reading, context, effects, groups.length > 0 ? [untoldTargets] : []);
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

/** Where nobody but the tasks themselves tells whether they serve. */
async function byStability(
  running: readonly Task[],
  { service = {}, serviceDeployment }: Reading,
  context: FollowContext,
  effects: FollowEffects,
  untold: readonly string[],
): Promise<Verification> {
  const { diagnosis, stability, desiredCountBefore } = context;
  const hasFailed = diagnosis.findings().some(({ taskIds }) => taskIds.length > 0);
  const hasGrown = (service.desiredCount ?? 0) > desiredCountBefore;
  const completedAt = completionOf(service, serviceDeployment);
  const stable = stability.stableOf(running, completedAt, hasFailed || hasGrown).length;
  const needed = neededCountOf(service);
  if (stable >= needed) return { unmet: [], unchecked: untold };
  const trusted = await trustedTasks(context, running, service, effects);
  if (trusted) return { unmet: [], unchecked: [...untold, ...trusted.unchecked] };
  const unmet = `only ${stable} of ${needed} tasks have run for long enough to count as healthy (${stableAfterMs / 1000} s)`;
  return { unmet: [unmet], unchecked: untold };
}

/**
 * A service that was settled before this run may have replaced a task long ago; only failures speak against those. Long
 * ago is by this machine's clock: where it is late, they are watched for a while.
 */
async function trustedTasks(
  { wasSettled, diagnosis }: FollowContext,
  running: readonly Task[],
  service: Service,
  { clock }: FollowEffects,
): Promise<Pick<Verification, 'unchecked'> | undefined> {
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
