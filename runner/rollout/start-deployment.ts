import { type Followed, followedOf } from '../ecs/followed';
import type { Deployment, Service } from '@aws-sdk/client-ecs';
import { familyRevisionOf } from '../names/arn';
import { isBehind, isNewer, isSettled, primaryOf, rolledBackDeploymentOf } from '../ecs/deployments';
import { updateService } from './update-service';
import type { FollowEffects } from './follow-context';

export interface Startable {
  /** ARN of the revision that shall serve. */
  readonly taskDefinition: string;
  /** Registers the same once more: ECS starts no second deployment of a revision that is PRIMARY already. */
  readonly again?: () => Promise<string>;
  /** A deployment of it that ECS gave up on is judged and undone, not tried again. */
  readonly isUndoneWhenStalled: boolean;
  /** Who takes it back is followed, not overruled. */
  readonly mayBeTakenBack: boolean;
}

export interface Started {
  readonly followed: Followed;
  /** The deployment that the run is about, where another one is followed. */
  readonly undone?: Followed;
  /**
   * `ours`: made by this run, or by one before it that was killed. `serving`: there all along, so there is nothing to
   * undo. `going-back`: ours is being taken back by an update, and that is what is followed.
   */
  readonly kind: 'ours' | 'serving' | 'going-back';
  /** Whether it was there before this run. */
  readonly isFound: boolean;
}

/**
 * The deployment of this revision: the one that is in flight or done already, where a job was killed and runs again,
 * else the one that exactly one UpdateService makes.
 */
export async function startDeployment(
  service: Service,
  revision: Startable,
  effects: FollowEffects,
): Promise<Started> {
  const { log } = effects;
  const found = inFlight(service, revision);
  if (found) {
    log.line(`deployment  ${found.text}`);
    return { ...found.started, isFound: true };
  }
  const primary = primaryOf(service);
  if (primary?.rolloutState === 'IN_PROGRESS') {
    const replaced = familyRevisionOf(primary.taskDefinition ?? '');
    log.warning(`this deployment replaces ${primary.id} of ${replaced}, which is still in progress`);
  }
  const isStalled = primary?.taskDefinition === revision.taskDefinition;
  const taskDefinition = (isStalled ? await revision.again?.() : undefined) ?? revision.taskDefinition;
  const before = primary?.id === undefined ? undefined : { deploymentId: primary.id };
  const { followed } = await updateService(taskDefinition, effects, before);
  log.line(`deployment  ${followed.deploymentId} of ${familyRevisionOf(taskDefinition)} started`);
  return { followed, kind: 'ours', isFound: false };
}

/** What an earlier run left: a deployment of this revision, or its undoing. */
function inFlight(
  service: Service,
  revision: Startable,
): { started: Omit<Started, 'isFound'>; text: string } | undefined {
  const { taskDefinition, isUndoneWhenStalled } = revision;
  const { deployments = [] } = service;
  const name = familyRevisionOf(taskDefinition);
  const primary = primaryOf(service);
  if (!primary) return undefined;

  const failed = rolledBackDeploymentOf(service);
  if (failed?.taskDefinition === taskDefinition) {
    const started = { followed: followedDeployment(failed, primary.id), kind: 'ours' } as const;
    return { started, text: `${failed.id} of ${name} is being rolled back already: following that` };
  }
  if (primary.taskDefinition === taskDefinition) {
    if (primary.rolloutState === 'FAILED' && !isUndoneWhenStalled) return undefined;
    const followed = followedDeployment(primary, deployments.find((each) => each !== primary)?.id);
    return isSettled(primary, service)
      ? {
          started: { followed, kind: 'serving' },
          text: `none needed: ${name} is what the service runs; checking that it serves`,
        }
      : {
          started: { followed, kind: 'ours' },
          text: `${primary.id} of ${name} is there already: following that, not starting another`,
        };
  }
  const undone = deployments.find(
    (each) =>
      each.taskDefinition === taskDefinition && each.rolloutState !== 'COMPLETED' && isNewer(primary, each),
  );
  const isWayBack =
    primary.rolloutState === 'IN_PROGRESS' && isBehind(primary.taskDefinition, taskDefinition);
  if (undone && isWayBack && revision.mayBeTakenBack) {
    const target = familyRevisionOf(primary.taskDefinition ?? '');
    return {
      started: {
        followed: followedDeployment(primary, undone.id),
        undone: followedDeployment(undone, primary.id),
        kind: 'going-back',
      },
      text: `${undone.id} of ${name} is being replaced by ${target} again: following that`,
    };
  }
  return undefined;
}

function followedDeployment(deployment: Deployment, previousDeploymentId: string | undefined): Followed {
  return followedOf({ deployments: [{ ...deployment, status: 'PRIMARY' }] }, previousDeploymentId);
}
