import type { Deployment, Service } from '@aws-sdk/client-ecs';
import { followedOf, isSettled, newestFirst, primaryOf } from '../ecs/deployments';
import { familyRevisionOf } from '../names/arn';
import type { RollbackTarget } from '../release/rollback-target';
import { followPastTest } from '../recovery/roll-back';
import type { FollowEffects } from '../rollout/follow-context';
import type { RollbackSettings } from '../settings/command-settings';
import { asWanted, type Outcome } from '../verdict/outcome';
import { followToVerdict } from './deploy-revision';

/** The deployment that ECS still works on, where what it would go back to by itself is the target; undefined for any other. */
export function deploymentToTakeBack(
  service: Service,
  { taskDefinition }: RollbackTarget,
): Deployment | undefined {
  const primary = primaryOf(service);
  if (!primary || isSettled(primary, service) || primary.taskDefinition === taskDefinition) return undefined;
  // The state is absent behind a Classic Load Balancer.
  const completed = newestFirst(service).find(
    (each) => each !== primary && (each.rolloutState ?? 'COMPLETED') === 'COMPLETED',
  );
  return completed?.taskDefinition === taskDefinition ? primary : undefined;
}

/**
 * Has ECS roll back a deployment that is in progress: within a bake it shifts the traffic back to tasks that are there
 * (AWS docs). Where it does not begin to, the service is updated back, as after a failure.
 */
export async function takeBackDeployment(
  deployment: Deployment,
  { service, target }: { readonly service: Service; readonly target: RollbackTarget },
  { follow, isTested }: RollbackSettings,
  effects: FollowEffects,
): Promise<Outcome> {
  const followed = followedOf(deployment);
  const goals = [target.taskDefinition];
  const again = target.again && (async () => (goals[1] = (await target.again?.()) ?? ''));
  const failure = { kind: 'failed', reason: 'it is taken back by hand' } as const;
  const outcome = await followToVerdict(
    { followed, kind: 'ours', isFound: true },
    {
      ...{ service, desiredCountBefore: service.desiredCount ?? 0 },
      policy: { kind: 'back-to', target: again ? { ...target, again } : target },
      ...follow,
      follow: isTested ? followPastTest : undefined,
      isFailFast: false,
      failure: { ...failure, isBaking: true },
      // It may be completed before it is stopped.
      prove: () => Promise.resolve(failure),
    },
    effects,
  );
  // ECS goes where it will: behind a Classic Load Balancer nothing says beforehand which deployment that is.
  if (outcome.verdict === 'rolled-back' && !goals.includes(outcome.serving ?? ''))
    return elsewhere(outcome, target);
  const name = familyRevisionOf(followed.taskDefinition);
  return asWanted(outcome, `the deployment of ${name}, which was in progress, was taken back`);
}

const elsewhere = ({ done = '', ...outcome }: Outcome, { taskDefinition }: RollbackTarget): Outcome => ({
  ...outcome,
  verdict: 'needs-attention',
  done: `${done}; ${familyRevisionOf(taskDefinition)} was asked for`,
  next: 'run the rollback job again: it goes there now',
});
