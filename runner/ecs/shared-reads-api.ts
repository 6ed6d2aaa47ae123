import type { Service, ServiceDeployment, Task } from '@aws-sdk/client-ecs';
import DataLoader from 'dataloader';
import type { Clock } from '../clock';
import { lastSegmentOf } from '../names/arn';
import { serviceIn } from './ecs-call';
import type { EcsCalls } from './ecs-calls-api';

/** Of one call (AWS docs). */
const mostServices = 10;
const mostDeployments = 20;
export const mostTasks = 100;
/** Who looks so soon after another one looks along with it; they stay together from then on, since all wait as long. */
const windowMs = 500;

export type SharedReads = ReturnType<typeof sharedReadsApi>;

/** Looks at several services of one cluster, as many as AWS allows in one call. */
export function sharedReadsApi(
  { sdk, cluster, read }: EcsCalls,
  { clock, interruption }: { readonly clock: Clock; readonly interruption: AbortSignal },
) {
  const together = <Answer>(
    maxBatchSize: number,
    answersTo: (keys: readonly string[]) => Promise<(Answer | Error)[]>,
  ) => {
    const batchScheduleFn = (send: () => void) => void clock.sleep(windowMs, interruption).then(send, send);
    const loader = new DataLoader<string, Answer>(answersTo, { cache: false, maxBatchSize, batchScheduleFn });
    return (key: string) => loader.load(key);
  };
  return {
    describeService: together<Service | undefined>(mostServices, async (names) => {
      const command = new sdk.DescribeServicesCommand({ cluster, services: [...new Set(names)] });
      const answer = await read('DescribeServices', names.map(lastSegmentOf).join(', '), command);
      return names.map((name) => serviceIn(answer, name));
    }),
    describeServiceDeployment: together<ServiceDeployment | undefined>(mostDeployments, async (arns) => {
      const command = new sdk.DescribeServiceDeploymentsCommand({
        serviceDeploymentArns: [...new Set(arns)],
      });
      const { serviceDeployments = [] } = await read('DescribeServiceDeployments', cluster, command);
      return arns.map((arn) => serviceDeployments.find((one) => one.serviceDeploymentArn === arn));
    }),
    describeTask: together<Task | undefined>(mostTasks, async (arns) => {
      const command = new sdk.DescribeTasksCommand({ cluster, tasks: [...new Set(arns)] });
      const { tasks = [] } = await read('DescribeTasks', cluster, command);
      return arns.map((arn) => tasks.find(({ taskArn }) => taskArn === arn));
    }),
  };
}
