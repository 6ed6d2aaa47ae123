import type { ListTasksCommandInput, RunTaskCommandInput, Task } from '@aws-sdk/client-ecs';
import { allOf, chunksOf } from '../aws/pages';
import type { EcsCalls } from './ecs-calls-api';
import { mostTasks, type SharedReads } from './shared-reads-api';
import { createHash, randomUUID } from 'node:crypto';

/** ARNs. ECS forgets stopped tasks after an hour (AWS docs). That it takes both filters together: field report. */
const listed = (
  { sdk, cluster, read, pages }: EcsCalls,
  filter: Pick<ListTasksCommandInput, 'serviceName' | 'startedBy' | 'family' | 'desiredStatus'>,
): Promise<string[]> =>
  allOf(
    pages('ListTasks', async (nextToken) => {
      const command = new sdk.ListTasksCommand({ cluster, ...filter, nextToken });
      const answer = await read('ListTasks', filter.serviceName ?? cluster, command);
      return { ...answer, items: answer.taskArns };
    }),
  );

export function serviceTasksApi(calls: EcsCalls, shared?: SharedReads) {
  const { sdk, cluster, service: serviceName, read } = calls;
  return {
    /** Of the service: those that are meant to run, or to stop. */
    listTasks: (desiredStatus: 'RUNNING' | 'STOPPED') => listed(calls, { serviceName, desiredStatus }),
    listTasksOfFamily: (family: string) => listed(calls, { family }),
    /** Those of them that ECS still knows. */
    async describeTasks(arns: readonly string[]): Promise<Task[]> {
      if (shared) return (await Promise.all(arns.map(shared.describeTask))).flatMap((task) => task ?? []);
      const tasks: Task[] = [];
      for (const some of chunksOf(arns, mostTasks)) {
        const command = new sdk.DescribeTasksCommand({ cluster, tasks: some });
        tasks.push(...((await read('DescribeTasks', cluster, command)).tasks ?? []));
      }
      return tasks;
    },
  };
}

/** What a one-off task is run with, but for where. */
export type RunRequest = Omit<RunTaskCommandInput, 'cluster' | 'count' | 'startedBy' | 'clientToken'>;

/** Tasks of no service, which RunTask starts. */
export function oneOffTasksApi(calls: EcsCalls) {
  const { sdk, cluster, write } = calls;
  return {
    /**
     * The same mark for the same texts, of 64 characters, as many as a client token may have (AWS docs); one of its own
     * without texts.
     */
    markOf: (texts: readonly string[] = [randomUUID()]): string =>
      createHash('sha256').update(JSON.stringify(texts)).digest('hex'),
    /** One task, or why there is none: both come with HTTP 200. The same token never starts two (AWS docs, for a day). */
    runTask(request: RunRequest, marks: { readonly startedBy: string; readonly clientToken: string }) {
      const command = new sdk.RunTaskCommand({ cluster, count: 1, ...request, ...marks });
      return write('RunTask', request.taskDefinition ?? '', command);
    },
    listTasksStartedBy: (startedBy: string, desiredStatus: 'RUNNING' | 'STOPPED') =>
      listed(calls, { startedBy, desiredStatus }),
    async stopTask(task: string, reason: string): Promise<void> {
      await write('StopTask', task, new sdk.StopTaskCommand({ cluster, task, reason }));
    },
  };
}
