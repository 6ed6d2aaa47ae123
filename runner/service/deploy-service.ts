import type { Service } from '@aws-sdk/client-ecs';
import type { DeploySettings } from '../contract/settings';
import type { Ecr } from '../image/ecr';
import { imageByDigest } from '../image/image-reference';
import { imageDigestsOf } from '../image/manifest';
import { familyRevisionOf } from './arn';
import { throwIfCancelled } from './cancel';
import { deployableService } from './deployable-service';
import { isSettled, primaryOf } from './deployments';
import { imageToRun, tellImageChange, type ImageToRun } from './image-to-run';
import type { Policy } from './policy';
import type { Outcome } from './verdict';
import { proveRelease, type ProofEffects } from './prove-release';
import { revisionToRun } from './revision-to-run';
import { rollOut } from './roll-out';
import { whenSettled } from './when-settled';
import { rollbackTargetOf, type RollbackTarget } from './rollback-target';

export interface DeployEffects extends ProofEffects {
  readonly ecr: Ecr;
}

/** From a tag in ECR to a verdict on the service. */
export async function deployService(settings: DeploySettings, effects: DeployEffects): Promise<Outcome> {
  const { ecs, interruption } = effects;

  const image = await imageToRun(settings, effects);
  const before = await deployableService(settings, ecs);
  throwIfCancelled(interruption);
  const byDigest = imageByDigest(settings.repository, image.digest);
  const revision = await revisionToRun(settings, byDigest, before, effects);
  await tellImageChange(revision.runningImage, image, settings, effects);
  const service = await whenSettled(before, revision.taskDefinition, effects);
  const primary = primaryOf(service);
  const isServed = primary?.taskDefinition === revision.taskDefinition && isSettled(primary, service);
  const target = isServed ? undefined : await rollbackTargetOf(service, revision.taskDefinition, effects);
  if (!isServed) announce(service, target, settings, effects);
  throwIfCancelled(interruption);

  const policy = policyOf(settings, target);
  const outcome = await rollOut(
    {
      service,
      desiredCountBefore: before.desiredCount ?? 0,
      revision: { ...revision, isUndoneWhenStalled: policy.kind === 'back-to', mayBeTakenBack: true },
      container: { name: revision.container, imageDigests: imageDigestsOf(image) },
      policy,
      timeoutSeconds: settings.timeoutSeconds,
      logLines: settings.logLines,
      isFailFast: settings.failFast === 'on',
      prove: (serving, watch) => proveRelease(serving, watch, settings, effects),
    },
    effects,
  );
  return withCommit(outcome, image, settings);
}

/** A success must not pass for that of the job's commit when it is another one's. */
function withCommit(outcome: Outcome, { foreignCommit }: ImageToRun, { commit }: DeploySettings): Outcome {
  if (outcome.verdict !== 'succeeded' || foreignCommit === undefined) return outcome;
  const { happened } = outcome;
  return { ...outcome, happened: `${happened}; its image is of commit ${foreignCommit}, not of ${commit}` };
}

function policyOf({ rollback }: DeploySettings, target: RollbackTarget | undefined): Policy {
  if (rollback === 'off') return { kind: 'off' };
  return target ? { kind: 'back-to', target } : { kind: 'no-target' };
}

function announce(
  { desiredCount = 0 }: Service,
  target: RollbackTarget | undefined,
  { rollback, service }: DeploySettings,
  { log }: DeployEffects,
): void {
  if (desiredCount === 0) {
    log.warning(
      `the desired count of ${service} is 0: no task will be started, so nothing of this release is tried`,
    );
  }
  if (rollback === 'off') log.line('rollback    off (ECS_CD_ROLLBACK): a failed deployment is left as it is');
  else if (target)
    log.line(`rollback    to ${familyRevisionOf(target.taskDefinition)} if this deployment fails`);
  else
    log.warning(
      'no revision is known to have served here before: if this deployment fails, there is nothing to go back to',
    );
}
