import type { DeploymentConfiguration, RegisterTaskDefinitionRequest, Tag } from '@aws-sdk/client-ecs';
import type { Timings } from '../timings';
import { ecsArn } from './arns';
import type { AlarmRecord } from './deployments/deployment-alarms';
import { newDeployment, newServiceDeployment, startDeployment } from './deployments/deployments';
import { handsOn, type Hands } from './hands';
import { clusterOf, emptyCluster, findTaskDefinition, idleService, serviceOf } from './lookups';
import { deploymentId, type Cluster, type Model, type Service, type ServiceDeployment } from './model';
import type { Obstacles } from './deployments/obstacles';
import { stopByHand } from './tasks/one-off-tasks';
import {
  deregister,
  forgetUnusedRevisions,
  registerTaskDefinition,
} from './task-definitions/task-definitions';
import { launchTask } from './tasks/tasks';
import { rolloutTexts, stopTexts } from './texts';

type Settable = 'desiredCount' | 'loadBalancers' | 'isBehindGateway' | 'controller' | 'managedBy';

export interface NewService extends Partial<
  Pick<Service, Settable | 'launchType' | 'schedulingStrategy' | 'status' | 'settings'>
> {
  readonly cluster?: string;
  readonly name: string;
  /** `family`, `family:revision` or ARN. */
  readonly taskDefinition: string;
  readonly deploymentConfiguration?: DeploymentConfiguration;
  /** Made this moment: its first deployment has just begun. */
  readonly isNew?: boolean;
}

/** Set-up of what Terraform would have made before the story begins. */
export interface EcsWorld extends Hands {
  createCluster(name: string): { readonly clusterArn: string };
  registerTaskDefinition(input: RegisterTaskDefinitionRequest): { readonly taskDefinitionArn: string };
  /** `family:revision`. */
  deregisterTaskDefinition(taskDefinition: string): void;
  /** How many machines it has, and what is left of each; 1 unless said. */
  setContainerInstances(cluster: string, count: number, room?: Cluster['room']): void;
  /** (AWS docs: may happen) INACTIVE revisions that no service, deployment or task refers to are gone. */
  forgetUnusedRevisions(): void;
  /** Already stable, unless it is new: its tasks run and are healthy. */
  createService(service: NewService): { readonly serviceArn: string; readonly deploymentId: string };
  /** What was deployed before all that is recorded, the newest first (`family:revision`): each succeeded within its hour. */
  recordEarlierDeployments(cluster: string, service: string, taskDefinitions: readonly string[]): void;
  /** No task of the service can be placed any more, or again; the text follows `was unable to place a task`. */
  setPlacementProblem(cluster: string, service: string, problem: string | undefined): void;
  /** What is in the scheduler's way from now on, instead of what was. */
  setObstacles(cluster: string, service: string, obstacles: Obstacles): void;
  /** Alarms that a service names are there and OK unless it is said; one with an `AlarmRule` is composite. */
  setAlarm(name: string, state: 'ALARM' | 'OK' | 'deleted', details?: AlarmRecord['details']): void;
  /** What the load balancer says of the targets of this revision (`family:revision`), in all target groups or that one, whatever ECS says. */
  setTargetProblem(taskDefinition: string, problem: string, target?: string): void;
  /** Seconds until a service deployment's record appears, or `never`: only the legacy view exists. */
  setRecordDelay(seconds: number | 'never'): void;
  /** Of a cluster or a service. */
  setTags(arn: string, tags: readonly Tag[]): void;
  /** `failures[]` of the next requests of RunTask, one each. */
  failRunTask(...reasons: readonly string[]): void;
  /** Somebody stops every task of the cluster that no service started. */
  stopOneOffTasks(cluster: string): void;
  /** How long things take from now on. */
  setTimings(timings: Partial<Timings>): void;
}

export function ecsWorld(model: Model): EcsWorld {
  const { setting } = model;
  const setObstacles: EcsWorld['setObstacles'] = (cluster, name, obstacles) => {
    const service = serviceOf(clusterOf(model, cluster), name);
    service.obstacles = obstacles;
    model.changed(service);
  };
  return {
    ...handsOn(model),

    createCluster(name) {
      const arn = ecsArn(setting, `cluster/${name}`);
      if (!model.clusters.has(name)) model.clusters.set(name, { name, arn, ...emptyCluster() });
      return { clusterArn: arn };
    },

    registerTaskDefinition(input) {
      const registeredBy = `arn:aws:iam::${setting.accountId}:user/terraform`;
      return { taskDefinitionArn: registerTaskDefinition(model, input, registeredBy).arn };
    },

    deregisterTaskDefinition(name) {
      const record = findTaskDefinition(model, name);
      if (!record) throw new Error(`no task definition ${name}`);
      deregister(model, record);
    },

    setContainerInstances(name, count, room) {
      const cluster = clusterOf(model, name);
      cluster.room = room ?? cluster.room;
      cluster.containerInstances = count;
      for (const service of cluster.services.values()) {
        if (service.schedulingStrategy === 'DAEMON') service.desiredCount = count;
        model.changed(service);
      }
    },

    forgetUnusedRevisions: () => forgetUnusedRevisions(model),

    createService({ isNew, deploymentConfiguration, ...input }) {
      const cluster = clusterOf(model, input.cluster);
      const taskDefinition = findTaskDefinition(model, input.taskDefinition);
      if (!taskDefinition) throw new Error(`no task definition ${input.taskDefinition}`);
      const isDaemon = input.schedulingStrategy === 'DAEMON';
      const service = idleService(model, {
        ...input,
        arn: ecsArn(setting, `service/${cluster.name}/${input.name}`),
        cluster,
        taskDefinition,
        ...(isDaemon ? { desiredCount: cluster.containerInstances } : {}),
        // (AWS docs) a daemon's old task goes before the new one comes.
        configuration: {
          ...(isDaemon ? { minimumHealthyPercent: 0, maximumPercent: 100 } : {}),
          ...deploymentConfiguration,
        },
      });
      cluster.services.set(service.name, service);
      if (isNew) {
        return { serviceArn: service.arn, deploymentId: deploymentId(startDeployment(model, service)) };
      }
      const deployment = newDeployment(model, service, taskDefinition);
      const now = setting.clock.now();
      Object.assign(newServiceDeployment(model, deployment), {
        status: 'SUCCESSFUL',
        stage: 'CLEAN_UP',
        startedAt: now,
        finishedAt: now,
      } satisfies Partial<ServiceDeployment>);
      deployment.rolloutState = 'COMPLETED';
      deployment.rolloutStateReason = rolloutTexts.completed(deploymentId(deployment));
      deployment.desiredCount = service.desiredCount;
      service.deployments = [deployment];
      service.healthySince = setting.clock.now();
      for (let count = 0; count < service.desiredCount; count += 1) launchTask(model, deployment, true);
      return { serviceArn: service.arn, deploymentId: deploymentId(deployment) };
    },

    recordEarlierDeployments(cluster, name, taskDefinitions) {
      const service = serviceOf(clusterOf(model, cluster), name);
      let at = service.serviceDeployments.at(-1)?.createdAt ?? setting.clock.now();
      for (const reference of taskDefinitions) {
        const taskDefinition = findTaskDefinition(model, reference);
        if (!taskDefinition) throw new Error(`no task definition ${reference}`);
        const record = newServiceDeployment(model, newDeployment(model, service, taskDefinition));
        at -= 3_600_000;
        const times = { createdAt: at, updatedAt: at, startedAt: at, finishedAt: at };
        Object.assign(record, { status: 'SUCCESSFUL', stage: 'CLEAN_UP', sources: [], ...times });
        service.serviceDeployments.push(...service.serviceDeployments.splice(0, 1));
      }
    },

    setPlacementProblem(cluster, name, placement) {
      setObstacles(cluster, name, placement === undefined ? {} : { placement });
    },

    setObstacles,

    setTargetProblem(taskDefinition, reason, target) {
      model.targetProblems.set(taskDefinition, { reason, ...(target === undefined ? {} : { target }) });
    },

    setAlarm(name, state, details) {
      const before = model.alarms.get(name);
      const known = before === 'deleted' ? undefined : before?.details;
      const since = setting.clock.now();
      model.alarms.set(name, state === 'deleted' ? state : { state, since, details: details ?? known ?? {} });
      for (const { services } of model.clusters.values()) {
        for (const service of services.values()) model.changed(service);
      }
    },

    setRecordDelay(seconds) {
      model.records.afterMs = seconds === 'never' ? 'never' : seconds * 1000;
    },

    setTags: (arn, tags) => void model.resourceTags.set(arn, tags),
    failRunTask: (...reasons) => void model.runFailures.push(...reasons),

    stopOneOffTasks(name) {
      for (const task of clusterOf(model, name).tasks.values())
        if (task.oneOff) stopByHand(model, task, stopTexts.byUser);
    },

    setTimings(timings) {
      Object.assign(model.timings, timings);
    },
  };
}
