import { deploymentDigits, ecsArn, serviceDeploymentId } from '../arns';
import { ignoresAlarms } from './deployment-alarms';
import { stopped } from './failure';
import { prepareRules, weighRules } from '../traffic/listener-rules';
import {
  isInFlight,
  type Deployment,
  type Model,
  type Service,
  type ServiceDeployment,
  type TaskDefinitionRecord,
} from '../model';
import { rolloutTexts, statusTexts } from '../texts';
import { isRolling } from '../traffic/traffic';

export function newDeployment(
  model: Model,
  service: Service,
  taskDefinition: TaskDefinitionRecord,
): Deployment {
  const now = model.setting.clock.now();
  const digits = deploymentDigits();
  const before =
    service.deployments.find(({ rolloutState }) => rolloutState === 'COMPLETED') ?? service.deployments[0];
  const deployment: Deployment = {
    digits,
    service,
    taskDefinition,
    digests: digestsOf(model, taskDefinition),
    // (AWS docs) each traffic shift goes to the group that the revision before is not in.
    usesAlternateGroup: before ? before.usesAlternateGroup === isRolling(service.configuration) : false,
    createdAt: now,
    updatedAt: now,
    desiredCount: 0,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: rolloutTexts.inProgress(`ecs-svc/${digits}`),
    failedTasks: 0,
    isStalled: false,
  };
  service.revisions.push(deployment);
  prepareRules(model, before ?? deployment);
  return deployment;
}

/** (AWS docs) versionConsistency: a tag is resolved to its digest once per deployment. */
function digestsOf(model: Model, { definition }: TaskDefinitionRecord): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  for (const { name = '', image = '', versionConsistency } of definition.containerDefinitions ?? []) {
    const digest =
      image.split('@')[1] ?? (versionConsistency === 'disabled' ? undefined : model.digestOf(image));
    if (digest) digests.set(name, digest);
  }
  return digests;
}

/** A new PRIMARY; a deployment that is still in flight is replaced by it. */
export function startDeployment(model: Model, service: Service): Deployment {
  const { clock } = model.setting;
  const target = newDeployment(model, service, service.taskDefinition);
  const running = service.serviceDeployments[0];
  if (running && isInFlight(running)) supersede(model, running);
  const record = newServiceDeployment(model, target);
  service.deployments = [target, ...service.deployments];
  service.isSteady = false;
  delete service.healthySince;
  clock.schedule(model.timings.transitionMs, () => {
    if (record.status !== 'PENDING') return;
    record.status = 'IN_PROGRESS';
    record.startedAt = clock.now();
    record.updatedAt = clock.now();
  });
  model.changed(service);
  return target;
}

/** The record of a deployment that is about to become the PRIMARY. */
export function newServiceDeployment(model: Model, target: Deployment): ServiceDeployment {
  const { service } = target;
  const now = model.setting.clock.now();
  const id = `service-deployment/${service.cluster.name}/${service.name}/${serviceDeploymentId()}`;
  const record: ServiceDeployment = {
    arn: ecsArn(model.setting, id),
    service,
    target,
    sources: [...service.deployments],
    configuration: { ...service.configuration },
    createdAt: now,
    updatedAt: now,
    status: 'PENDING',
    stage: 'RECONCILE_SERVICE',
    traffic: { test: 0, production: 0 },
    hooks: [],
    ignoresAlarms: ignoresAlarms(model, service.configuration),
    triggeredAlarms: [],
  };
  service.serviceDeployments.unshift(record);
  return record;
}

function supersede(model: Model, record: ServiceDeployment) {
  record.status = 'STOP_REQUESTED';
  record.statusReason = statusTexts.superseded;
  // (inference) the next one begins with all traffic where it was.
  weighRules(model, record, { test: 0, production: 0 });
  record.updatedAt = model.setting.clock.now();
  model.setting.clock.schedule(model.timings.transitionMs, () => stopped(model, record));
}

export const serviceRevisionArn = (model: Model, { service, digits }: Deployment): string =>
  ecsArn(model.setting, `service-revision/${service.cluster.name}/${service.name}/${digits}`);
