import type {
  ServiceDeployment,
  ServiceDeploymentBrief,
  ServiceDeploymentStatus,
  ServiceRevision,
} from '@aws-sdk/client-ecs';
import { refusalOf } from './ecs-call';
import type { EcsCalls } from './ecs-calls-api';
import { allPages, chunksOf } from './pages';

/** What ECS records of the deployments of one service. */
export interface ServiceDeployments {
  /** Newest first. */
  listServiceDeployments(filter: ServiceDeploymentFilter): Promise<ServiceDeploymentBrief[]>;
  describeServiceDeployment(arn: string): Promise<ServiceDeployment | undefined>;
  describeServiceRevisions(arns: readonly string[]): Promise<ServiceRevision[]>;
  /** Asks ECS to roll the deployment back. False when it has ended already. */
  stopServiceDeployment(arn: string, signal?: AbortSignal): Promise<boolean>;
}

export interface ServiceDeploymentFilter {
  readonly createdAfter?: Date;
  readonly status?: ServiceDeploymentStatus[];
}

const pageSize = 100;
/** No more at a time (AWS docs). */
const revisionsPerCall = 20;

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
      const pages = chunksOf(arns, revisionsPerCall).map((serviceRevisionArns) =>
        call('DescribeServiceRevisions', service, () =>
          reads.send(new sdk.DescribeServiceRevisionsCommand({ serviceRevisionArns }), options),
        ),
      );
      return (await Promise.all(pages)).flatMap(({ serviceRevisions = [] }) => serviceRevisions);
    },

    stopServiceDeployment: (arn, signal) => stopped(calls, arn, signal),
  };
}

async function listed(
  { sdk, reads, cluster, service, interruption, call }: EcsCalls,
  { createdAfter, status }: ServiceDeploymentFilter,
) {
  const input = {
    cluster,
    service,
    maxResults: pageSize,
    ...(createdAfter ? { createdAt: { after: createdAfter } } : {}),
    ...(status ? { status } : {}),
  };
  const found = await allPages('ListServiceDeployments', async (token) => {
    const { serviceDeployments, nextToken } = await call('ListServiceDeployments', service, () =>
      reads.send(new sdk.ListServiceDeploymentsCommand({ ...input, ...token }), {
        abortSignal: interruption,
      }),
    );
    return { items: serviceDeployments, nextToken };
  });
  return found.toSorted((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));
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
