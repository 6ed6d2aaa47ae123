import { isDeepStrictEqual } from 'node:util';
import type { RunTaskRequest, StopTaskRequest } from '@aws-sdk/client-ecs';
import { awsError, type Operation } from '../../api';
import { errorTexts } from '../../texts';
import { ecsArn, nameOf } from '../arns';
import { newDeployment } from '../deployments/deployments';
import { clusterOf, idleService } from '../lookups';
import type { Cluster, Model, TaskDefinitionRecord } from '../model';
import { activeTaskDefinition } from '../services/services';
import { taskView } from './task-queries';
import type { TaskRecord } from './task-record';
import { launchTask, stopTask } from './tasks';

/** Requests by `cluster token`, for as long as their tasks are known. (AWS docs: a day at most) */
type Requests = Map<string, { readonly request: RunTaskRequest; readonly tasks: readonly TaskRecord[] }>;

export function oneOffTaskOperations(model: Model): Record<string, Operation> {
  const requests: Requests = new Map();
  return {
    RunTask(request: RunTaskRequest) {
      const cluster = clusterOf(model, request.cluster);
      const definition = activeTaskDefinition(model, request.taskDefinition ?? '');
      refuseUnrunnable(request, definition);
      const key = `${cluster.name} ${request.clientToken ?? ''}`;
      const known = request.clientToken === undefined ? undefined : requests.get(key);
      const isKnown = known?.tasks.every(({ arn }) => cluster.tasks.has(arn));
      if (known && isKnown) {
        if (isDeepStrictEqual(known.request, request))
          return { tasks: known.tasks.map(taskView), failures: [] };
        const resourceIds = known.tasks.map(({ arn }) => arn);
        throw Object.assign(awsError('ConflictException', errorTexts.tokenConflict), { resourceIds });
      }
      const reason = model.runFailures.shift();
      if (reason !== undefined) {
        const arn = ecsArn(model.setting, `container-instance/${cluster.name}/0123456789abcdef`);
        return { tasks: [], failures: [{ arn, reason }] };
      }
      const tasks = Array.from({ length: request.count ?? 1 }, () =>
        launchTask(model, deploymentOf(model, cluster, definition, request), false, request),
      );
      requests.set(key, { request, tasks });
      return { tasks: tasks.map(taskView), failures: [] };
    },

    StopTask({ cluster, task = '', reason = '' }: StopTaskRequest) {
      const inCluster = clusterOf(model, cluster);
      const record = inCluster.tasks.get(ecsArn(model.setting, `task/${inCluster.name}/${nameOf(task)}`));
      if (!record) throw awsError('InvalidParameterException', errorTexts.taskNotFound);
      stopByHand(model, record, reason);
      return { task: taskView(record) };
    },
  };
}

export function stopByHand(model: Model, task: TaskRecord, reason: string): void {
  if (task.desiredStatus === 'STOPPED') return;
  stopTask(model, task, reason);
  task.stopCode = 'UserInitiated';
}

function refuseUnrunnable(request: RunTaskRequest, { definition }: TaskDefinitionRecord): void {
  const { count = 1, clientToken = '', startedBy = '', networkConfiguration, overrides } = request;
  const refuse = (text: string) => {
    throw awsError('InvalidParameterException', text);
  };
  if (count < 1 || count > 10) refuse(errorTexts.outOfRange('count', 1, 10));
  if (!/^[!-~]{0,64}$/.test(clientToken)) refuse(errorTexts.tooLong('clientToken', 64));
  if (!/^[\w/-]{0,128}$/.test(startedBy)) refuse(errorTexts.tooLong('startedBy', 128));
  if (request.launchType && request.capacityProviderStrategy) refuse(errorTexts.launchTypeAndStrategy);
  if (definition.networkMode === 'awsvpc' && !networkConfiguration) refuse(errorTexts.noNetwork);
  const names = (definition.containerDefinitions ?? []).map(({ name }) => name);
  for (const { name = '' } of overrides?.containerOverrides ?? [])
    if (!names.includes(name)) refuse(errorTexts.noSuchOverride(name));
}

/** A task needs somebody whose task it is: here a service that nobody can see, and that starts none. */
function deploymentOf(
  model: Model,
  cluster: Cluster,
  taskDefinition: TaskDefinitionRecord,
  { launchType, capacityProviderStrategy }: RunTaskRequest,
) {
  const service = idleService(model, {
    ...{ arn: '', name: '', cluster, taskDefinition, status: 'INACTIVE', desiredCount: 0 },
    launchType: launchType === 'EC2' ? 'EC2' : 'FARGATE',
    settings: capacityProviderStrategy ? { capacityProviderStrategy } : {},
  });
  return newDeployment(model, service, taskDefinition);
}
