import type {
  ServiceDeployment,
  ServiceDeploymentBrief,
  ServiceDeploymentStatus,
  ServiceRevision,
} from '@aws-sdk/client-ecs';
import { refusalOf } from './ecs-call';
import type { EcsCalls } from './ecs-calls-api';

/** What ECS records of the deployments of one service. */
export interface ServiceDeployments {
  /** Page by page, newest first. */
  listServiceDeployments(filter: ServiceDeploymentFilter): AsyncIterable<ServiceDeploymentBrief[]>;
  describeServiceDeployment(arn: string): Promise<ServiceDeployment | undefined>;
  /** Of at most 20 (AWS docs). */
  describeServiceRevisions(arns: readonly string[]): Promise<ServiceRevision[]>;
  /** Asks ECS to roll the deployment back. False when it has ended already. */
  stopServiceDeployment(arn: string, signal?: AbortSignal): Promise<boolean>;
}

export interface ServiceDeploymentFilter {
  readonly createdAfter?: Date;
  readonly status?: ServiceDeploymentStatus[];
}

const pageSize = 100;

export function serviceDeploymentsApi(calls: EcsCalls): ServiceDeployments {
  const { sdk, reads, service, call } = calls;
  const options = { abortSignal: calls.interruption };
  return {
    listServiceDeployments: (filter) => listed(calls, filter),

    async describeServiceDeployment(arn) {
      const command = new sdk.DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] });
      const { serviceDeployments = [] } = await call('DescribeServiceDeployments', arn, () =>
        reads.send(command, options),
      );
      return serviceDeployments[0];
    },

    async describeServiceRevisions(arns) {
      const command = new sdk.DescribeServiceRevisionsCommand({ serviceRevisionArns: [...arns] });
      const { serviceRevisions = [] } = await call('DescribeServiceRevisions', service, () =>
        reads.send(command, options),
      );
      return serviceRevisions;
    },

    stopServiceDeployment: (arn, signal) => stopped(calls, arn, signal),
  };
}

/**
 * The order is in no documentation. Pages come newest first (field report); until they do, they are held back and put
 * into that order.
 */
async function* listed(
  { sdk, reads, cluster, service, interruption, pages }: EcsCalls,
  { createdAfter, status }: ServiceDeploymentFilter,
) {
  const input = {
    cluster,
    service,
    maxResults: pageSize,
    ...(createdAfter ? { createdAt: { after: createdAfter } } : {}),
    ...(status ? { status } : {}),
  };
  const list = pages('ListServiceDeployments', async (nextToken) => {
    const command = new sdk.ListServiceDeploymentsCommand({ ...input, nextToken });
    const answer = await reads.send(command, { abortSignal: interruption });
    return { ...answer, items: answer.serviceDeployments };
  });
  let held: ServiceDeploymentBrief[] = [];
  for await (const { items, isLast } of list) {
    held.push(...items);
    const sorted = held.toSorted((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));
    if (!isLast && sorted.some((one, index) => one !== held[index])) continue;
    yield sorted;
    held = [];
  }
}

async function stopped(
  { sdk, writes, shortlyAfterInterruption, call }: EcsCalls,
  arn: string,
  abortSignal = shortlyAfterInterruption,
): Promise<boolean> {
  // ABORT is in the enum, but ROLLBACK is the only value that the documentation allows (AWS docs).
  const command = new sdk.StopServiceDeploymentCommand({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' });
  try {
    await call('StopServiceDeployment', arn, () => writes.send(command, { abortSignal }));
    return true;
  } catch (error) {
    const name = refusalOf(error);
    if (name === 'ConflictException' || name === 'ServiceDeploymentNotFoundException') return false;
    throw error;
  }
}
