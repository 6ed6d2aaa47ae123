import type { Deployment, Service } from '@aws-sdk/client-ecs';
import {
  type Followed,
  followedOf,
  isBehind,
  isNewer,
  isSettled,
  isUnfinished,
  newestFirst,
  primaryOf,
  rolledBackDeploymentOf,
} from '../ecs/deployments';
import { familyRevisionOf } from '../names/arn';
import type { FollowEffects } from './follow-context';
import { updateService } from './update-service';

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
  const found = foundDeploymentIn(service, revision);
  if (found) {
    log.line(`deployment  ${found.text}`);
    return { ...found.started, isFound: true };
  }
  const primary = primaryOf(service);
  if (primary && isUnfinished(primary, service)) {
    const replaced = familyRevisionOf(primary.taskDefinition ?? '');
    log.warning(`this deployment replaces ${primary.id} of ${replaced}, which is still in progress`);
  }
  const isStalled = primary?.taskDefinition === revision.taskDefinition;
  const taskDefinition = (isStalled ? await revision.again?.() : undefined) ?? revision.taskDefinition;
  const { followed } = await updateService(taskDefinition, effects);
  log.line(`deployment  ${followed.deploymentId} of ${familyRevisionOf(taskDefinition)} started`);
  return { followed, kind: 'ours', isFound: false };
}

export interface FoundDeployment {
  readonly started: Omit<Started, 'isFound'>;
  /** For the log. */
  readonly text: string;
}

/** What an earlier run left: a deployment of this revision, or its undoing. */
export function foundDeploymentIn(service: Service, revision: Startable): FoundDeployment | undefined {
  const primary = primaryOf(service);
  if (!primary) return undefined;
  return (
    rolledBackByEcs(service, revision) ??
    (primary.taskDefinition === revision.taskDefinition
      ? deployedAlready(primary, service, revision)
      : replacedByTheOneBefore(primary, service, revision))
  );
}

function rolledBackByEcs(service: Service, { taskDefinition }: Startable): FoundDeployment | undefined {
  const failed = rolledBackDeploymentOf(service);
  if (failed?.taskDefinition !== taskDefinition) return undefined;
  const text = `${failed.id} of ${familyRevisionOf(taskDefinition)} is being rolled back already: following that`;
  return { started: { followed: followedOf(failed), kind: 'ours' }, text };
}

function deployedAlready(
  primary: Deployment,
  service: Service,
  { taskDefinition, isUndoneWhenStalled }: Startable,
): FoundDeployment | undefined {
  if (primary.rolloutState === 'FAILED' && !isUndoneWhenStalled) return undefined;
  const followed = followedOf(primary);
  const name = familyRevisionOf(taskDefinition);
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

/** An update back to the revision before, which an earlier run or somebody else has begun. */
function replacedByTheOneBefore(
  primary: Deployment,
  service: Service,
  { taskDefinition, mayBeTakenBack }: Startable,
): FoundDeployment | undefined {
  const isWayBack =
    primary.rolloutState === 'IN_PROGRESS' && isBehind(primary.taskDefinition, taskDefinition);
  if (!isWayBack || !mayBeTakenBack) return undefined;
  const undone = newestFirst(service).find(
    (each) =>
      each.taskDefinition === taskDefinition && each.rolloutState !== 'COMPLETED' && isNewer(primary, each),
  );
  if (!undone) return undefined;
  const [name, target] = [taskDefinition, primary.taskDefinition ?? ''].map(familyRevisionOf);
  return {
    started: { followed: followedOf(primary), undone: followedOf(undone), kind: 'going-back' },
    text: `${undone.id} of ${name} is being replaced by ${target} again: following that`,
  };
}
