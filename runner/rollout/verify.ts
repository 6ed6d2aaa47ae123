import type { Service, Task } from '@aws-sdk/client-ecs';
import { primaryOf, runningTasksOf } from '../ecs/deployments';
import type { BalancedService } from '../ecs/managed-balancers';
import { areTold, missingTargets, targetGroupsOf, unaskedBalancersOf } from '../ecs/task-targets';
import { mayPass, orElse } from '../errors';
import { bakingEnding, endingOf, expectedIn, type Ending } from './state/ending';
import type { FollowContext, FollowEffects } from './follow-context';
import type { Phase, Reading, RolloutState } from './state/rollout-state';
import { completionOf, stableAfterMs } from './state/task-stability';
import { isBaking } from './state/hold';
import {
  allMet,
  neededCountOf,
  unmetByService,
  verificationByTasks,
  type ExpectedService,
  type Verification,
} from './state/verification';

/** What a reading is as an ending. */
export interface Assessment {
  /** In words what is still missing, where it is none. */
  readonly ending: Ending | string;
  /** The ending that it is all the same if nothing is missing but what cannot be seen now, and that stays so. */
  readonly ifUnseen?: Ending;
  /** It would bake, were its tasks healthy; or had they, of which none has failed, run for long enough. */
  readonly unproven?: 'unhealthy' | 'young' | undefined;
}

/** The ending that this reading is, verified where it has to be. `isProven`: that its tasks were healthy is known. */
export async function assess(
  rollout: RolloutState,
  reading: Reading,
  context: FollowContext,
  effects: FollowEffects,
  isProven = true,
): Promise<Assessment> {
  const { service } = reading;
  const endsHere = endsInBake(rollout.phase, reading, context);
  if (endsHere || (!isProven && isUntoldBake(rollout.phase, reading, context))) {
    const expected = { ...context.expected, rolloutState: 'IN_PROGRESS' } as const;
    const verification = await verify(reading, expected, context, effects);
    const { unmet, areYoung } = verification;
    const unproven = unmet.length === 0 ? undefined : areYoung ? 'young' : 'unhealthy';
    if (endsHere)
      return { ...assessmentOf(bakingEnding(service, verification, context), verification), unproven };
    if (unproven) return { ending: endingOf(rollout, reading, verification, context), unproven };
  }
  const expected = expectedIn(rollout, service, context);
  const verification = expected ? await verify(reading, expected, context, effects) : allMet;
  return assessmentOf(endingOf(rollout, reading, verification, context), verification);
}

function assessmentOf(ending: Ending | string, { unseen }: Verification): Assessment {
  if (typeof ending === 'string' || unseen.length === 0) return { ending };
  return {
    ending: `ECS says that it serves, but cannot be asked for ${unseen.join(', ')}`,
    ifUnseen: ending,
  };
}

/** Whether the run need not wait any longer than until this (ECS_CD_WAIT_UNTIL). */
export function endsInBake(
  phase: Phase,
  reading: Reading,
  { waitUntil, followed }: Pick<FollowContext, 'waitUntil' | 'followed'>,
): boolean {
  return waitUntil === 'baking' && isBaking(followed, reading, phase);
}

/** A rolling deployment names no stage: what it waits for with all tasks running, a bake or healthy tasks, only these tell. */
function isUntoldBake(phase: Phase, reading: Reading, { followed }: FollowContext): boolean {
  return !reading.serviceDeployment?.lifecycleStage && isBaking(followed, reading, phase);
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
  if (!service || claims.length > 0 || service.desiredCount === 0) return { ...allMet, unmet: claims };
  const { ecs } = effects;
  const tasks = await lookAt('its tasks', async () => ecs.describeTasks(await ecs.listTasks('RUNNING')));
  if (!('found' in tasks)) return { ...allMet, unseen: [tasks.missed] };
  const byTasks = verificationByTasks(service, tasks.found, expected);
  if (byTasks.unmet.length + byTasks.unseen.length > 0) return byTasks;
  const running = runningTasksOf(tasks.found, primaryOf(service)?.id ?? '');
  const targets = await verifyTargets(service, running, effects);
  if ('unmet' in targets) return { ...allMet, ...targets };
  return byStability(running, reading, context, effects, targets);
}

/** What the load balancers say of these tasks; where they do not say it, what of that could not be looked at. */
async function verifyTargets(
  service: BalancedService,
  running: readonly Task[],
  effects: FollowEffects,
): Promise<Partial<Verification>> {
  const { unseenBalancers: why } = service;
  const targets = await lookAt('the health of its targets', () =>
    why ? Promise.reject(why) : effects.targetHealth.describeTargets(targetGroupsOf(service)),
  );
  if (!('found' in targets))
    return targets.mayCome ? { unseen: [targets.missed] } : { unchecked: [targets.missed] };
  const groups = targets.found;
  const unchecked = unaskedBalancersOf(service);
  if (groups.length === 0) return { unchecked };
  if (!groups.every((group) => areTold(running, group))) return { unchecked: [untoldTargets] };
  const { unmet, unseen } = missingTargets(running, groups, neededCountOf(service));
  if (unmet.length > 0 || unseen.length === 0) return { unmet, unchecked };
  return { unseen: unseen.map((text) => `the health of its targets (${text})`) };
}

const untoldTargets = 'the health of its targets (it is unclear which of them belong to it)';

/** Where nobody but the tasks themselves tells whether they serve. */
async function byStability(
  running: readonly Task[],
  { service = {}, serviceDeployment }: Reading,
  context: FollowContext,
  effects: FollowEffects,
  untold: Partial<Verification>,
): Promise<Verification> {
  const { diagnosis, stability, desiredCountBefore, isFound = false, wasSettled } = context;
  const failures = diagnosis.findings().filter(({ taskIds }) => taskIds.length > 0);
  // Fewer may have been asked for in between: those that came back are as young.
  const hasGrown = (service.desiredCount ?? 0) > Math.min(desiredCountBefore, stability.fewestDesired());
  const completedAt = completionOf(service, serviceDeployment);
  const isMixed = failures.length > 0 || hasGrown || (isFound && !wasSettled);
  const stable = stability.stableOf(running, completedAt, isMixed).length;
  const needed = neededCountOf(service);
  const missed = { ...allMet, ...untold };
  if (stable >= needed) return missed;
  const trusted = await trustedTasks(context, running, service, effects);
  if (trusted) return { ...missed, unchecked: [...missed.unchecked, ...trusted.unchecked] };
  const unmet = `only ${stable} of ${needed} tasks have run for long enough to count as healthy (${stableAfterMs / 1000} s)`;
  // One that AWS took away, such as a Spot task, says nothing of the one in its place.
  const areYoung = failures.every(({ cause }) => cause !== undefined && cause.fault !== 'release');
  return { ...missed, unmet: [unmet], areYoung };
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

/** ECS itself says that it serves: what cannot be looked at beyond that is said, and does not undo a release. */
function lookAt<T>(what: string, look: () => Promise<T>) {
  return orElse<{ readonly found: T }, { readonly missed: string; readonly mayCome: boolean }>(
    look().then((found) => ({ found })),
    (error) => {
      const mayCome = mayPass(error);
      return { missed: `${what} (${mayCome ? error.message : (error.fix ?? error.message)})`, mayCome };
    },
  );
}
