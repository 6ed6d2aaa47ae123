import type { Followed } from '../../ecs/deployments';
import type { Deployment, Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import { bakeMinutesOf, networkMinutesOf, networkStages, stepWaitsOf } from '../../ecs/expected-duration';
import { isGoingBack, type Phase, type Reading } from './rollout-state';
import { neededCountOf } from './verification';

/** Time that ECS spends on purpose, or that somebody else does: nobody waits for ECS to work. */
export interface Hold {
  readonly kind: 'bake' | 'step' | 'hook' | 'pause' | 'drain' | 'completion';
  /** What is waited for, in words. */
  readonly text: string;
  /** How long it lasts by the configuration of the deployment; undefined where only its end tells. */
  readonly lastsMs?: number;
  /** Past that it is no hold any more, whatever ECS shows. */
  readonly atMostMs: number;
}

const minuteMs = 60_000;
/** What ECS may take beyond what it is configured to. (inference) */
const graceMs = 5 * minuteMs;
/** A pause hook may wait for 14 days, a stage with another hook lasts 24 hours at most (AWS docs). */
const longestPauseMs = 14 * 24 * 60 * minuteMs;
const longestStageMs = 24 * 60 * minuteMs;
/** `deregistration_delay.timeout_seconds` is an hour at most (AWS docs). */
const longestDrainMs = 60 * minuteMs + graceMs;

/** What a reading says that is waited for on purpose; undefined while ECS works on the deployment. */
export function holdIn(followed: Followed, reading: Reading, phase: Phase): Hold | undefined {
  if (phase === 'paused') return { kind: 'pause', text: 'somebody to continue it', atMostMs: longestPauseMs };
  if (phase !== 'in-progress' && !isGoingBack(phase)) return undefined;
  return hookIn(reading) ?? holdOfTasks(followed, reading, phase) ?? networkHold(reading);
}

/** Whether ECS is seen to bake: a deployment that shifts traffic says so in its record. */
export function isBaking(followed: Followed, reading: Reading, phase: Phase): boolean {
  const { strategy = 'ROLLING' } = waitsOf(reading).configuration;
  const isSaid = strategy === 'ROLLING' || reading.serviceDeployment?.lifecycleStage === 'BAKE_TIME';
  return isSaid && holdIn(followed, reading, phase)?.kind === 'bake';
}

function hookIn({ serviceDeployment }: Reading): Hold | undefined {
  const isRunning = serviceDeployment?.lifecycleHookDetails?.some(({ status }) => status === 'IN_PROGRESS');
  return isRunning ? { kind: 'hook', text: 'a lifecycle hook to end', atMostMs: longestStageMs } : undefined;
}

/** Tasks may not have been started yet, and there may be a step to wait for besides. */
function networkHold(reading: Reading): Hold | undefined {
  const { lifecycleStage } = reading.serviceDeployment ?? {};
  const { network, shiftMs } = waitsOf(reading);
  if (network === 0 || !networkStages.includes(lifecycleStage)) return undefined;
  const text = 'the Network Load Balancer, which ECS gives 10 min at this stage';
  return { kind: 'step', text, atMostMs: shiftMs + graceMs };
}

/** What the deployment is configured to wait for: by its record, which the service may have left behind. */
function waitsOf({ service, serviceDeployment: record }: Reading) {
  const configuration = record?.deploymentConfiguration ?? service?.deploymentConfiguration ?? {};
  const step = stepWaitsOf(configuration);
  const network = networkMinutesOf({ ...service, deploymentConfiguration: configuration });
  const shiftMs = (step.count * step.minutes + network) * minuteMs;
  return { configuration, step, network, shiftMs, bake: bakeMinutesOf(configuration) };
}

function holdOfTasks({ deploymentId }: Followed, reading: Reading, phase: Phase): Hold | undefined {
  const deployments = reading.service?.deployments ?? [];
  const isRising = ({ id, status }: Deployment) =>
    isGoingBack(phase) ? status === 'PRIMARY' : id === deploymentId;
  const rising = deployments.find(isRising);
  if (!rising) return undefined;
  const others = deployments.filter((each) => each !== rising);
  const isThere = isThereInFull(rising, reading.service);
  if (isThere && others.some(isLeaving) && others.every(isUnwanted)) return drain;
  if (phase !== 'in-progress') return undefined;
  return isThere ? configuredHold(reading, others) : stageHold(reading, rising, others);
}

/** Where ECS itself says that it bakes, or has shifted a part, tasks that were asked for since are not waited for. */
function stageHold(reading: Reading, ours: Deployment, others: readonly Deployment[]): Hold | undefined {
  if (!reading.serviceDeployment?.lifecycleStage || !ours.runningCount || ours.failedTasks) return undefined;
  return shiftingHold(reading, others);
}

/** What the service is configured to wait for once its new tasks are there in full. */
function configuredHold(reading: Reading, others: readonly Deployment[]): Hold | undefined {
  const { configuration, bake: minutes } = waitsOf(reading);
  // ROLLING reports no lifecycle stage (field report), and bakes once the source is scaled to 0 (AWS docs).
  if ((configuration.strategy ?? 'ROLLING') !== 'ROLLING') return shiftingHold(reading, others);
  // With a deferred cleanup, replaced tasks may be wanted for weeks (AWS docs).
  const isDeferred = configuration.earlySuccessCriteria?.sourceServiceRevisionCleanup === 'DEFERRED';
  if (!hasSource(reading, others) || !(isDeferred || others.every(isUnwanted))) return undefined;
  return minutes > 0 ? bakeOf(minutes) : completion;
}

const drain: Hold = { kind: 'drain', text: 'replaced tasks to drain', atMostMs: longestDrainMs };

/**
 * ECS takes seconds to call a deployment completed whose tasks serve alone (field report), and counts those that nothing
 * checks as healthy once they have run for 40 s (AWS docs).
 */
export const completion: Hold = {
  kind: 'completion',
  text: 'ECS to call it completed',
  atMostMs: minuteMs,
};

/** A first deployment has nothing to scale to 0: behind a load balancer it may just not be healthy yet. */
function hasSource({ service, serviceDeployment }: Reading, others: readonly Deployment[]): boolean {
  const isBalanced = (service?.loadBalancers ?? []).length > 0;
  return !isBalanced || others.length > 0 || (serviceDeployment?.sourceServiceRevisions ?? []).length > 0;
}

/** Failures are counted in a row, until a task comes up (AWS docs): those that run meanwhile are no better yet. */
function isThereInFull(
  { desiredCount = 0, runningCount = 0, pendingCount = 0, failedTasks = 0 }: Deployment,
  service: Service | undefined,
): boolean {
  const needed = neededCountOf({ ...service, desiredCount });
  return runningCount >= needed && (pendingCount === 0 || needed < desiredCount) && failedTasks === 0;
}

const isUnwanted = ({ desiredCount = 0 }: Deployment) => desiredCount === 0;
const isLeaving = ({ runningCount = 0 }: Deployment) => runningCount > 0;

/** Blue/green, linear, canary: the record tells the stage; without one there is only the configuration. */
function shiftingHold(reading: Reading, others: readonly Deployment[]): Hold | undefined {
  const { serviceDeployment: record } = reading;
  const { step, shiftMs, bake } = waitsOf(reading);
  if (!record) {
    const all = bake + shiftMs / minuteMs;
    return all > 0 ? bakeOf(all) : undefined;
  }
  if (record.lifecycleStage === 'BAKE_TIME') return bakeOf(bake);
  // Replaced tasks that are still wanted are there for want of new ones.
  if (record.lifecycleStage === 'CLEAN_UP') return others.every(isUnwanted) ? drain : undefined;
  const { requestedProductionTrafficWeight: weight = 0 } = record.targetServiceRevision ?? {};
  if (weight === 0 || weight === 100 || step.minutes === 0) return undefined;
  return {
    kind: 'step',
    text: `the next step of the traffic shift, after ${step.minutes} min`,
    atMostMs: shiftMs + graceMs,
  };
}

function bakeOf(minutes: number): Hold {
  const lastsMs = minutes * minuteMs;
  return { kind: 'bake', text: 'the end of the bake time', lastsMs, atMostMs: lastsMs + graceMs };
}

/** The stage and the weights of a traffic shift, for the log; undefined where the record names none. */
export function stageTextOf(record: ServiceDeployment | undefined): string | undefined {
  const { lifecycleStage, targetServiceRevision } = record ?? {};
  if (lifecycleStage === undefined) return undefined;
  const { requestedProductionTrafficWeight: production, requestedTestTrafficWeight: test } =
    targetServiceRevision ?? {};
  const shares = [
    ...(production === undefined ? [] : [`production ${production} %`]),
    ...(test === undefined ? [] : [`test ${test} %`]),
  ];
  return [`stage ${lifecycleStage}`, ...shares].join(', ');
}
