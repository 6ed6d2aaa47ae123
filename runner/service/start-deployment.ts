import type { Deployment, Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from './arn';
import type { FollowEffects } from './watch';
import type { Followed } from './rollout';
import { followedOf, updateService } from './update-service';

export interface Startable {
  /** ARN of the revision that shall serve. */
  readonly taskDefinition: string;
  /** Registers the same once more: ECS starts no second deployment of a revision that is PRIMARY already. */
  readonly again?: () => Promise<string>;
}

export interface Started {
  readonly followed: Followed;
  /** False when the revision has been serving all along: then there is nothing to undo either. */
  readonly isOurs: boolean;
}

/**
 * The deployment of this revision: the one that is in flight or done already, where a job was killed and runs again,
 * else the one that exactly one UpdateService makes.
 */
export async function startDeployment(
  before: Service,
  revision: Startable,
  effects: FollowEffects,
): Promise<Started> {
  const { log } = effects;
  const name = familyRevisionOf(revision.taskDefinition);
  const service = await settled(before, revision.taskDefinition, effects);
  const primary = primaryOf(service);

  const beingRolledBack = rolledBackDeploymentOf(service.deployments ?? []);
  if (beingRolledBack && beingRolledBack.taskDefinition === revision.taskDefinition) {
    log.line(`deployment  ${beingRolledBack.id} of ${name} is being rolled back already: following that`);
    return { followed: followedDeployment(beingRolledBack, primary?.id), isOurs: true };
  }
  if (primary?.taskDefinition === revision.taskDefinition && primary.rolloutState !== 'FAILED') {
    const isServing = primary.rolloutState === 'COMPLETED';
    log.line(
      isServing
        ? `deployment  none needed: ${name} is what the service runs; checking that it serves`
        : `deployment  ${primary.id} of ${name} is in progress already: following that, not starting another`,
    );
    const previous = service.deployments?.find((each) => each !== primary)?.id;
    return { followed: followedDeployment(primary, previous), isOurs: !isServing };
  }
  if (primary?.rolloutState === 'IN_PROGRESS') {
    log.warning(
      `this deployment replaces ${primary.id} of ${familyRevisionOf(primary.taskDefinition ?? '')}, which is still in progress`,
    );
  }
  const isStalled = primary?.taskDefinition === revision.taskDefinition;
  const taskDefinition = (isStalled ? await revision.again?.() : undefined) ?? revision.taskDefinition;
  const followed = await updateService(taskDefinition, effects, primary?.id);
  log.line(`deployment  ${followed.deploymentId} of ${familyRevisionOf(taskDefinition)} started`);
  return { followed, isOurs: true };
}

function primaryOf({ deployments = [] }: Service): Deployment | undefined {
  return deployments.find(({ status }) => status === 'PRIMARY');
}

function followedDeployment(deployment: Deployment, previousDeploymentId: string | undefined): Followed {
  return followedOf({ deployments: [{ ...deployment, status: 'PRIMARY' }] }, previousDeploymentId);
}

/** A rollback promotes an older deployment again, so a newer one beside an unfinished PRIMARY is being rolled back. */
function rolledBackDeploymentOf(deployments: Deployment[]): Deployment | undefined {
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  if (primary?.rolloutState !== 'IN_PROGRESS') return undefined;
  const promoted = primary.createdAt?.getTime() ?? 0;
  return deployments.find(({ createdAt }) => (createdAt?.getTime() ?? 0) > promoted);
}

const settlePollMs = 5_000;
const settleTimeoutMs = 15 * 60_000;

/**
 * Waits for somebody else's rollback to end: until then no deployment is completed, so a new one could neither be
 * rolled back nor start tasks (AWS docs).
 */
async function settled(service: Service, taskDefinition: string, effects: FollowEffects): Promise<Service> {
  const { ecs, log, clock, interruption } = effects;
  const deadline = clock.now() + settleTimeoutMs;
  let current = service;
  let isTold = false;
  for (;;) {
    const failed = rolledBackDeploymentOf(current.deployments ?? []);
    if (!failed || failed.taskDefinition === taskDefinition) return current;
    if (!isTold) {
      log.line(
        `waiting     ${failed.id} of ${familyRevisionOf(failed.taskDefinition ?? '')} is being rolled back; nothing can be deployed until that has ended`,
      );
      isTold = true;
    }
    if (clock.now() >= deadline) {
      throw new EcsCdError(
        'rejected',
        `the rollback of ${failed.id} has not ended; the service was not changed`,
        {
          fix: 'wait until the service is stable, then run the job again',
        },
      );
    }
    await clock.sleep(settlePollMs, interruption);
    if (interruption.aborted) throw new EcsCdError('cancelled', 'cancelled before the service was changed');
    current = (await ecs.describeService()) ?? current;
  }
}
