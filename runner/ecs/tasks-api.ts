import type { Task } from '@aws-sdk/client-ecs';
import { allOf, chunksOf } from '../aws/pages';
import type { EcsCalls } from './ecs-calls-api';

/** No more at a time (AWS docs). */
const tasksPerCall = 100;

/** The tasks of one service. */
export function serviceTasksApi({ sdk, cluster, service, read, pages }: EcsCalls) {
  return {
    /** ARNs of the service's tasks that are meant to run, or that are meant to stop (those stay for an hour, AWS docs). */
    listTasks: (desiredStatus: 'RUNNING' | 'STOPPED'): Promise<string[]> =>
      allOf(
        pages('ListTasks', async (nextToken) => {
          const input = { cluster, serviceName: service, desiredStatus, nextToken };
          const answer = await read('ListTasks', service, new sdk.ListTasksCommand(input));
          return { ...answer, items: answer.taskArns };
        }),
      ),
    /** Those of them that ECS still knows. */
    async describeTasks(arns: readonly string[]): Promise<Task[]> {
      const tasks: Task[] = [];
      for (const some of chunksOf(arns, tasksPerCall)) {
        const command = new sdk.DescribeTasksCommand({ cluster, tasks: some });
        tasks.push(...((await read('DescribeTasks', cluster, command)).tasks ?? []));
      }
      return tasks;
    },
  };
}
