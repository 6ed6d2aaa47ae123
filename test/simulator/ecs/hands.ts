import type { UpdateServiceRequest } from '@aws-sdk/client-ecs';
import { nameOf } from './arns';
import { addEvent } from './events';
import { fail, hookFailure, networkingFailure } from './deployments/failure';
import { clusterOf, serviceOf } from './lookups';
import type { Model, ServiceDeployment } from './model';
import { liveTasksOf } from './tasks/task-counts';
import { serviceDeploymentOperations } from './deployments/service-deployments';
import { updateService } from './services/services';
import type { Stage } from './stages/stages';
import { endOfTask } from './tasks/task-end';
import { becomesUnhealthy, stopTask } from './tasks/tasks';
import { eventTexts, stopTexts } from './texts';

type StopEnd = Parameters<typeof endOfTask>[2];

/** What somebody else does, in the console or another pipeline: at once, and no recorded call. */
export interface Hands {
  updateService(input: UpdateServiceRequest): void;
  /** The newest service deployment is rolled back by request. */
  stopServiceDeployment(cluster: string, service: string): void;
  /** The hook that awaits an action gets it. */
  continueServiceDeployment(cluster: string, service: string, action: 'CONTINUE' | 'ROLLBACK'): void;
  /** ECS gives the newest service deployment up because a Lambda hook fails, or the network is set up wrongly; in so many words. */
  giveUp(cluster: string, service: string, why: { readonly hook: Stage } | 'networking', said?: string): void;
  /** Every task of this revision (`family:revision`), one by one; by a user unless a reason is given. */
  stopTasks(cluster: string, service: string, taskDefinition: string, end?: StopEnd): void;
  /** The load balancer calls every task of this revision (`family:revision`) unhealthy, in the first target group or that one. */
  failTargets(
    cluster: string,
    service: string,
    taskDefinition: string,
    reason: string,
    target?: string,
  ): void;
  /** ECS cannot register the tasks of the service with the first target group. */
  failRegistration(cluster: string, service: string, error: string): void;
  /** DRAINING until its tasks have stopped, then INACTIVE. */
  deleteService(cluster: string, service: string): void;
  /** No longer known at all. */
  forgetService(cluster: string, service: string): void;
}

export function handsOn(model: Model): Hands {
  const newest = (cluster: string, name: string): ServiceDeployment => {
    const [record] = serviceOf(clusterOf(model, cluster), name).serviceDeployments;
    if (!record) throw new Error(`${name} has no service deployment`);
    return record;
  };
  const tasksOf = (cluster: string, name: string, taskDefinition: string) =>
    serviceOf(clusterOf(model, cluster), name)
      .deployments.filter((one) => nameOf(one.taskDefinition.arn) === taskDefinition)
      .flatMap(liveTasksOf);
  const perform = (operation: string, input: object) =>
    serviceDeploymentOperations(model)[operation]?.(input as never, { accessKeyId: '', caller: 'somebody' });
  return {
    updateService(input) {
      const service = serviceOf(clusterOf(model, input.cluster), input.service ?? '');
      const [before] = service.deployments;
      updateService(model, input);
      const [after] = service.deployments;
      if (after && after !== before) after.isOthers = true;
    },

    stopServiceDeployment(cluster, name) {
      perform('StopServiceDeployment', { serviceDeploymentArn: newest(cluster, name).arn });
    },

    continueServiceDeployment(cluster, name, action) {
      const { arn, hooks } = newest(cluster, name);
      const hookId = hooks.find(({ status }) => status === 'AWAITING_ACTION')?.id;
      perform('ContinueServiceDeployment', { serviceDeploymentArn: arn, hookId, action });
    },

    giveUp(cluster, name, why, said) {
      const failure = why === 'networking' ? networkingFailure(said) : hookFailure(why.hook, said);
      fail(model, newest(cluster, name), failure);
    },

    failTargets(cluster, name, taskDefinition, reason, target) {
      for (const task of tasksOf(cluster, name, taskDefinition))
        becomesUnhealthy(model, task, reason, target);
    },

    stopTasks(
      cluster,
      name,
      taskDefinition,
      end = { stopCode: 'UserInitiated', stoppedReason: stopTexts.byUser },
    ) {
      for (const task of tasksOf(cluster, name, taskDefinition)) endOfTask(model, task, end);
    },

    failRegistration(cluster, name, error) {
      const service = serviceOf(clusterOf(model, cluster), name);
      const targetGroup = service.loadBalancers[0]?.targetGroupArn ?? '';
      addEvent(model, service, eventTexts.unregistered(service.name, targetGroup, error));
    },

    deleteService(cluster, name) {
      const service = serviceOf(clusterOf(model, cluster), name);
      service.status = 'DRAINING';
      service.desiredCount = 0;
      for (const task of service.deployments.flatMap(liveTasksOf)) {
        stopTask(model, task, stopTexts.serviceDeleted);
      }
      model.changed(service);
    },

    forgetService(cluster, name) {
      const service = serviceOf(clusterOf(model, cluster), name);
      service.status = 'INACTIVE';
      service.cluster.services.delete(service.name);
    },
  };
}
