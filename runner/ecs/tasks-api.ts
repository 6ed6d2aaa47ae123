import type { Task } from '@aws-sdk/client-ecs';
import { allOf, chunksOf } from '../aws/pages';
import type { EcsCalls } from './ecs-calls-api';

/** The tasks of one service. */
export interface ServiceTasks {
  /** ARNs of the service's tasks that are meant to run, or that are meant to stop (those stay for an hour, AWS docs). */
  listTasks(desiredStatus: 'RUNNING' | 'STOPPED'): Promise<string[]>;
  /** Those of them that ECS still knows. */
  describeTasks(arns: readonly string[]): Promise<Task[]>;
}

/** No more at a time (AWS docs). */
const tasksPerCall = 100;

export function serviceTasksApi({
  sdk,
  reads,
  cluster,
  service,
  interruption,
  call,
  pages,
}: EcsCalls): ServiceTasks {
  const options = { abortSignal: interruption };
  return {
    listTasks: (desiredStatus) =>
      allOf(
        pages('ListTasks', async (nextToken) => {
          const input = { cluster, serviceName: service, desiredStatus, nextToken };
          const answer = await reads.send(new sdk.ListTasksCommand(input), options);
          return { ...answer, items: answer.taskArns };
        }),
      ),

    async describeTasks(arns) {
      const tasks: Task[] = [];
      for (const page of chunksOf(arns, tasksPerCall)) {
        const answer = await call('DescribeTasks', cluster, () =>
          reads.send(new sdk.DescribeTasksCommand({ cluster, tasks: page }), options),
        );
        tasks.push(...(answer.tasks ?? []));
      }
      return tasks;
    },
  };
}
