import type {
  DeploymentConfiguration,
  DeploymentControllerType,
  LoadBalancer,
  RegisterTaskDefinitionRequest,
  UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import { rolloutTexts } from '../texts';
import { ecsArn } from './arns';
import { newDeployment } from './deployments';
import { clusterOf, findTaskDefinition, serviceOf } from './lookups';
import { deploymentId, type Model, type Service } from './model';
import { registerTaskDefinition } from './task-definitions';
import { launchTask } from './tasks';

export interface NewService {
  readonly cluster?: string;
  readonly name: string;
  /** `family`, `family:revision` or ARN. */
  readonly taskDefinition: string;
  readonly desiredCount?: number;
  readonly deploymentConfiguration?: DeploymentConfiguration;
  readonly loadBalancers?: LoadBalancer[];
  readonly controller?: DeploymentControllerType;
  readonly launchType?: 'FARGATE' | 'EC2';
  readonly status?: Service['status'];
  readonly settings?: Partial<UpdateServiceRequest>;
}

/** Set-up of what Terraform would have made before the story begins. */
export interface EcsWorld {
  createCluster(name: string): { readonly clusterArn: string };
  registerTaskDefinition(input: RegisterTaskDefinitionRequest): { readonly taskDefinitionArn: string };
  /** Already stable: its tasks run and are healthy. */
  createService(service: NewService): { readonly serviceArn: string; readonly deploymentId: string };
  deleteService(cluster: string, service: string): void;
  setAlarm(name: string, state: 'ALARM' | 'OK'): void;
  /** Seconds until a service deployment's record appears, or `never`: only the legacy view exists. */
  setRecordDelay(seconds: number | 'never'): void;
}

export function ecsWorld(model: Model): EcsWorld {
  const { setting } = model;
  return {
    createCluster(name) {
      const arn = ecsArn(setting, `cluster/${name}`);
      if (!model.clusters.has(name)) {
        model.clusters.set(name, { name, arn, services: new Map(), tasks: new Map() });
      }
      return { clusterArn: arn };
    },

    registerTaskDefinition(input) {
      const registeredBy = `arn:aws:iam::${setting.accountId}:user/terraform`;
      return { taskDefinitionArn: registerTaskDefinition(model, input, registeredBy).arn };
    },

    createService(input) {
      const cluster = clusterOf(model, input.cluster);
      const taskDefinition = findTaskDefinition(model, input.taskDefinition);
      if (!taskDefinition) throw new Error(`no task definition ${input.taskDefinition}`);
      const service: Service = {
        arn: ecsArn(setting, `service/${cluster.name}/${input.name}`),
        name: input.name,
        cluster,
        createdAt: setting.clock.now(),
        status: input.status ?? 'ACTIVE',
        controller: input.controller ?? 'ECS',
        desiredCount: input.desiredCount ?? 1,
        configuration: input.deploymentConfiguration ?? {},
        loadBalancers: input.loadBalancers ?? [],
        launchType: input.launchType ?? 'FARGATE',
        settings: input.settings ?? {},
        taskDefinition,
        deployments: [],
        serviceDeployments: [],
        revisions: [],
        events: [],
        isSteady: true,
        isPassScheduled: false,
      };
      cluster.services.set(service.name, service);
      const deployment = newDeployment(model, service, taskDefinition);
      deployment.rolloutState = 'COMPLETED';
      deployment.rolloutStateReason = rolloutTexts.completed(deploymentId(deployment));
      deployment.desiredCount = service.desiredCount;
      service.deployments = [deployment];
      service.healthySince = setting.clock.now();
      for (let count = 0; count < service.desiredCount; count += 1) launchTask(model, deployment, true);
      return { serviceArn: service.arn, deploymentId: deploymentId(deployment) };
    },

    deleteService(cluster, name) {
      const service = serviceOf(clusterOf(model, cluster), name);
      service.status = 'INACTIVE';
      service.cluster.services.delete(service.name);
    },

    setAlarm(name, state) {
      if (state === 'ALARM') model.alarmsInAlarm.add(name);
      else model.alarmsInAlarm.delete(name);
      for (const { services } of model.clusters.values()) {
        for (const service of services.values()) model.changed(service);
      }
    },

    setRecordDelay(seconds) {
      model.records.afterMs = seconds === 'never' ? 'never' : seconds * 1000;
    },
  };
}
