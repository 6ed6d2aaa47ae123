import type { DescribeTasksRequest, ListTasksRequest, Task, TaskStopCode } from '@aws-sdk/client-ecs';
import { awsError, type Operation } from '../../api';
import { errorTexts } from '../../texts';
import { ecsArn, nameOf } from '../arns';
import { taskLaunchView } from '../services/launch-view';
import { clusterOf, serviceOf } from '../lookups';
import { deploymentId, type Model } from '../model';
import type { ContainerRecord, TaskRecord } from './task-record';
import { pageOf } from '../page';

/** (AWS docs) */
const atOnce = 100;

export function taskOperations(model: Model): Record<string, Operation> {
  return {
    ListTasks(input: ListTasksRequest) {
      const { maxResults = atOnce, desiredStatus = 'RUNNING', serviceName, family, startedBy } = input;
      if (maxResults < 1 || maxResults > atOnce) {
        throw awsError('InvalidParameterException', errorTexts.maxResults(atOnce));
      }
      // (AWS docs) "startedBy must be the only filter".
      if (startedBy !== undefined && (serviceName !== undefined || family !== undefined)) {
        throw awsError('InvalidParameterException', errorTexts.onlyFilter);
      }
      const cluster = clusterOf(model, input.cluster);
      const service = serviceName === undefined ? undefined : serviceOf(cluster, serviceName);
      const tasks = [...cluster.tasks.values()].filter(
        (task) =>
          task.desiredStatus === desiredStatus &&
          (task.stoppingAt ?? 0) + (desiredStatus === 'STOPPED' ? model.timings.stoppedListMs : 0) <=
            model.setting.clock.now() &&
          (!service || task.deployment.service === service) &&
          (family === undefined || task.deployment.taskDefinition.family === family) &&
          (startedBy === undefined || startedByOf(task) === startedBy),
      );
      const { page, ...next } = pageOf(tasks, input.nextToken, maxResults);
      return { taskArns: page.map(({ arn }) => arn), ...next };
    },

    DescribeTasks({ cluster, tasks = [] }: DescribeTasksRequest) {
      if (tasks.length > atOnce) {
        throw awsError('InvalidParameterException', errorTexts.tooMany('Tasks', atOnce));
      }
      const inCluster = clusterOf(model, cluster);
      const found = tasks.map((reference) => {
        const arn = ecsArn(model.setting, `task/${inCluster.name}/${nameOf(reference)}`);
        return { arn, task: inCluster.tasks.get(arn) };
      });
      return {
        tasks: found.flatMap(({ task }) => (task ? [taskView(task)] : [])).toReversed(),
        failures: found.filter(({ task }) => !task).map(({ arn }) => ({ arn, reason: 'MISSING' })),
      };
    },
  };
}

const startedByOf = ({ oneOff, deployment }: TaskRecord) =>
  oneOff ? oneOff.startedBy : deploymentId(deployment);

export function taskView(task: TaskRecord): Task {
  const { deployment, containers, oneOff } = task;
  const startedBy = startedByOf(task);
  const { definition } = deployment.taskDefinition;
  return {
    taskArn: task.arn,
    clusterArn: task.cluster.arn,
    taskDefinitionArn: deployment.taskDefinition.arn,
    group: oneOff ? `family:${deployment.taskDefinition.family}` : `service:${deployment.service.name}`,
    ...(startedBy === undefined ? {} : { startedBy }),
    ...(oneOff?.overrides ? { overrides: oneOff.overrides } : {}),
    ...taskLaunchView(deployment.service),
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    healthStatus: healthOf(containers),
    createdAt: new Date(task.createdAt),
    ...dateOf('pullStartedAt', task.pullStartedAt),
    ...dateOf('pullStoppedAt', task.pullStoppedAt),
    ...dateOf('startedAt', task.startedAt),
    ...dateOf('stoppingAt', task.stoppingAt),
    ...dateOf('stoppedAt', task.stoppedAt),
    ...(task.stopCode === undefined ? {} : { stopCode: task.stopCode as TaskStopCode }),
    ...(task.stoppedReason === undefined ? {} : { stoppedReason: task.stoppedReason }),
    containers: containers.map((container) => ({
      containerArn: task.arn.replace(':task/', ':container/') + '/' + container.name,
      taskArn: task.arn,
      name: container.name,
      image: container.image,
      ...(container.digest === undefined ? {} : { imageDigest: container.digest }),
      lastStatus: container.hasExited ? 'STOPPED' : containerStatus(task),
      ...(container.exitCode === undefined ? {} : { exitCode: container.exitCode }),
      ...(container.reason === undefined ? {} : { reason: container.reason }),
      healthStatus: container.health,
    })),
    ...(definition.cpu === undefined ? {} : { cpu: definition.cpu }),
    ...(definition.memory === undefined ? {} : { memory: definition.memory }),
    attachments: definition.networkMode === 'awsvpc' ? [networkInterfaceOf(task)] : [],
    tags: [],
  };
}

/** (AWS docs) */
const networkInterfaceOf = ({ id, address }: TaskRecord) => ({
  id,
  type: 'ElasticNetworkInterface',
  status: 'ATTACHED',
  details: [{ name: 'privateIPv4Address', value: address }],
});

const dateOf = (name: string, at: number | undefined) => (at === undefined ? {} : { [name]: new Date(at) });

function containerStatus({ lastStatus }: TaskRecord): string {
  if (lastStatus === 'DEPROVISIONING' || lastStatus === 'STOPPED') return 'STOPPED';
  return ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(lastStatus) ? 'PENDING' : 'RUNNING';
}

function healthOf(containers: readonly ContainerRecord[]) {
  const checked = containers.filter(({ hasHealthCheck }) => hasHealthCheck);
  if (checked.some(({ health }) => health === 'UNHEALTHY')) return 'UNHEALTHY' as const;
  const isHealthy = checked.length > 0 && checked.every(({ health }) => health === 'HEALTHY');
  return isHealthy ? ('HEALTHY' as const) : ('UNKNOWN' as const);
}
