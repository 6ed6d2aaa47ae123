import type { Deployment, Service } from '@aws-sdk/client-ecs';
import { orElse } from '../errors';
import { familyRevisionOf } from '../names/arn';
import type { RollbackPolicy } from '../recovery/rollback-policy';
import { undo, type Undone } from '../recovery/undo';
import { orCalledOff } from '../rollout/call-off';
import type { Ending } from '../rollout/state/ending';
import {
  followContextOf,
  type FollowContext,
  type FollowEffects,
  type FollowOptions,
} from '../rollout/follow-context';
import { followRollout } from '../rollout/follow-rollout';
import { startDeployment, type Startable, type Started } from '../rollout/start-deployment';
import type { ExpectedImage } from '../rollout/state/verification';
import { outcomeOf } from '../verdict/judge-run';
import type { Outcome } from '../verdict/outcome';
import type { Member } from './several/company';
import { followTogether } from './several/prove-together';

export interface RevisionDeployment extends StartedDeployment {
  readonly revision: Startable;
}

type Asked = Omit<FollowOptions, 'wasSettled' | 'isFound' | 'endsAtTest' | 'isTested'>;

export interface StartedDeployment extends Asked {
  /** The service as it is before the update; somebody may have changed its desired count since the run began. */
  readonly service: Service;
  /** What the tasks must run; left out where any image of the revision will do. */
  readonly image?: ExpectedImage | undefined;
  readonly policy: RollbackPolicy;
  readonly onPause: 'end' | 'wait';
  /** Why it is to be undone, whatever it shows. */
  readonly failure?: Ending | undefined;
  /** How it is followed, where it has something to show on the way. */
  readonly follow?: ((context: FollowContext, effects: FollowEffects) => Promise<Ending>) | undefined;
  /** What a release that serves has to show on top. */
  readonly prove?: (serving: Extract<Ending, { kind: 'serving' }>, context: FollowContext) => Promise<Ending>;
  /** Where others are released along with it. */
  readonly member?: Member | undefined;
}

/** Brings a revision into the service, follows it, and undoes it when it fails. */
export async function deployRevision(
  deployment: RevisionDeployment,
  effects: FollowEffects,
): Promise<Outcome> {
  const started = await startDeployment(deployment.service, deployment.revision, effects);
  return followToVerdict(started, deployment, effects);
}

/** The same of a deployment that is there. */
export async function followToVerdict(
  started: Started,
  deployment: StartedDeployment,
  effects: FollowEffects,
): Promise<Outcome> {
  const { log, interruption } = effects;
  const context = contextOf(deployment, started, effects);
  const { member } = deployment;
  const policy = policyFor(started, deployment.policy);
  const prove = async (ending: Ending) =>
    ending.kind === 'serving' && deployment.prove ? deployment.prove(ending, context) : ending;
  try {
    const isCallable = started.kind === 'ours' || policy.kind === 'back-to';
    const follow = started.kind === 'ours' ? deployment.follow : undefined;
    const asked = { failure: deployment.failure, follow, member: isCallable ? member : undefined };
    const seen = await prove(await endingSeen(started, context, asked, effects));
    const ending = member ? await member.decided(seen, effects.clock) : seen;
    const undone = await undo(ending, { policy, prove, context }, effects);
    for (const each of [undone.ending, undone.rollback]) if (typeof each === 'object') member?.hasEnded(each);
    if (!interruption.aborted) await context.diagnosis.fetchLateLines();
    const about = started.undone ?? started.followed;
    const outcome = outcomeOf({ ...undone, policy, about, context, interruption });
    if (outcome.verdict !== 'needs-attention') return outcome;
    return { ...outcome, state: await stateNow(undone, effects) };
  } catch (error) {
    log.error(`the rollout of ${familyRevisionOf(started.followed.taskDefinition)} goes on in AWS`);
    throw error;
  }
}

/** How it ends; what is to be undone whatever it shows only has to be found. */
async function endingSeen(
  started: Started,
  context: FollowContext,
  {
    failure,
    follow: followed = followRollout,
    member,
  }: Pick<StartedDeployment, 'failure' | 'follow' | 'member'>,
  effects: FollowEffects,
): Promise<Ending> {
  if (failure) {
    await context.record.readNow();
    return failure;
  }
  const follow = (within: FollowEffects) => followed(context, within);
  return endingFor(
    started,
    await (member
      ? orCalledOff(member.calledOff, effects, (within) =>
          followTogether(context, member, within, () => follow(within)),
        )
      : follow(effects)),
  );
}

/**
 * What this run found served is not its own to undo, unless there is something to go back to all the same: an earlier
 * attempt at the same release brought it there.
 */
function policyFor({ kind }: Started, policy: RollbackPolicy): RollbackPolicy {
  return kind === 'ours' || (kind === 'serving' && policy.kind === 'back-to') ? policy : { kind };
}

function contextOf(
  { service, image, policy, isFailFast, waitUntil = 'completed', ...deployment }: StartedDeployment,
  { followed, kind, isFound }: Started,
  effects: FollowEffects,
): FollowContext {
  const { desiredCountBefore, timeoutSeconds, logLines, onPause, answered } = deployment;
  return followContextOf(
    {
      followed,
      toldSince: isFound ? afterLastEventOf(service) : undefined,
      image: kind === 'going-back' ? undefined : image,
    },
    {
      ...{ desiredCountBefore, timeoutSeconds, logLines, waitUntil, onPause, answered },
      isTested: deployment.follow !== undefined,
      wasSettled: kind === 'serving',
      isFound,
      // What was there before, and a way back, get their time.
      isFailFast: isFailFast && kind === 'ours' && (policy.kind === 'back-to' || !givesUp(service)),
    },
    effects,
  );
}

function afterLastEventOf({ events = [] }: Service): Date | undefined {
  const times = events.map(({ createdAt }) => createdAt?.getTime() ?? 0);
  return times.length === 0 ? undefined : new Date(Math.max(...times) + 1);
}

/** Where ECS gives up by itself, and nothing is to be undone here, its verdict is worth waiting for. */
function givesUp({ deploymentConfiguration }: Service): boolean {
  return deploymentConfiguration?.deploymentCircuitBreaker?.enable === true;
}

/** Following somebody's way back to its end is a rollback, as it would have been for a run that made it. */
function endingFor({ kind, followed }: Started, ending: Ending): Ending {
  if (kind !== 'going-back' || ending.kind !== 'serving') return ending;
  const { taskDefinition } = followed;
  const { service, unchecked } = ending;
  const isEmpty = service.desiredCount === 0;
  const reason = 'it was being taken back already';
  return { kind: 'rolled-back', reason, taskDefinition, isEmpty, unchecked, service };
}

/** It may have been looked at just now. */
const beforeLastLookMs = 1_000;

/** For whoever has to act: the service as it is now, or as it was last seen. */
async function stateNow(
  { ending, rollback }: Undone,
  { ecs, clock, interruption }: FollowEffects,
): Promise<string[]> {
  const lastSeen = (typeof rollback === 'object' ? rollback.service : undefined) ?? ending.service;
  await clock.sleep(beforeLastLookMs, interruption);
  return orElse(
    ecs
      .describeService()
      .then((service) => (service ? serviceStateOf(service) : ['the service does not exist any more'])),
    () => (lastSeen ? ['AWS does not answer; as it was last seen:', ...serviceStateOf(lastSeen)] : []),
  );
}

const latestEvents = 5;

/** AWS promises no order. */
const primaryFirst = (one: Deployment, other: Deployment) =>
  Number(other.status === 'PRIMARY') - Number(one.status === 'PRIMARY');

/** A service in full, for whoever has to act on it without the console: its deployments and what it said last. */
export function serviceStateOf(service: Service): string[] {
  const { status = 'in no known state', desiredCount = 0, runningCount = 0, pendingCount = 0 } = service;
  const { deployments = [], events = [] } = service;
  return [
    `${status}, ${runningCount} of ${desiredCount} tasks running, ${pendingCount} pending`,
    ...deployments
      .toSorted(primaryFirst)
      .map(
        ({ id = '', status: place = '', taskDefinition = '', rolloutState, ...counts }) =>
          `${place} ${id} of ${familyRevisionOf(taskDefinition)}${rolloutState ? ` ${rolloutState}` : ''}: ` +
          `running ${counts.runningCount ?? 0} of ${counts.desiredCount ?? 0}, failed ${counts.failedTasks ?? 0}`,
      ),
    ...events
      .slice(0, latestEvents)
      .toReversed()
      .map(({ createdAt, message = '' }) => `${createdAt?.toISOString() ?? ''} ${message}`),
  ];
}
