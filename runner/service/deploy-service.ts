import type { Service } from '@aws-sdk/client-ecs';
import type { DeploySettings } from '../contract/settings';
import { EcsCdError } from '../errors';
import type { Ecr } from '../image/ecr';
import { imageDigestsOf } from '../image/manifest';
import { familyRevisionOf } from './arn';
import { throwIfCancelled } from './cancel';
import { deployableService } from './deployable-service';
import { isSettled, primaryOf } from './deployments';
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
  const { ecs, ecr, log, interruption } = effects;

  const { repository, tag } = settings;
  const image = await ecr.image(tag);
  if (!image) throw missingImage(settings);
  log.line(`image       ${repository.url}:${tag} is ${image.digest}`);

  const before = await deployableService(settings, ecs);
  throwIfCancelled(interruption);
  const revision = await revisionToRun(settings, `${repository.url}@${image.digest}`, before, effects);
  const service = await whenSettled(before, revision.taskDefinition, effects);
  const primary = primaryOf(service);
  const isServed = primary?.taskDefinition === revision.taskDefinition && isSettled(primary, service);
  const target = isServed ? undefined : await rollbackTargetOf(service, revision.taskDefinition, effects);
  if (!isServed) announce(service, target, settings, effects);
  throwIfCancelled(interruption);

  const policy = policyOf(settings, target);
  return rollOut(
    {
      service,
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
}

function policyOf({ rollback }: DeploySettings, target: RollbackTarget | undefined): Policy {
  if (rollback === 'off') return { kind: 'off' };
  return target ? { kind: 'back-to', target } : { kind: 'no-target' };
}

function missingImage({ repository, tag }: DeploySettings): EcsCdError {
  return new EcsCdError(
    'rejected',
    `there is no image ${repository.url}:${tag} in ECR; nothing was changed`,
    {
      fix: `run the build job of this commit, or set DOCKER_TAG to a tag that exists; if it did exist, a lifecycle policy of the repository may have removed it`,
    },
  );
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
