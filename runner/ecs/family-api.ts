import type { Service, Tag } from '@aws-sdk/client-ecs';
import { allOf, chunksOf } from '../aws/pages';
import { familyOf, lastSegmentOf } from '../names/arn';
import { serviceIn } from './ecs-call';
import type { EcsCalls } from './ecs-calls-api';

/** Of one call (AWS docs). */
const mostServices = 10;

/** The revisions of a family, and what of them is in use in the cluster. */
export function familyApi({ sdk, cluster, read, write, pages }: EcsCalls) {
  return {
    /** ARNs of those that are ACTIVE, page by page, the newest first. */
    async *activeRevisions(family: string): AsyncGenerator<string> {
      const list = pages('ListTaskDefinitions', async (nextToken) => {
        const input = { familyPrefix: family, status: 'ACTIVE', sort: 'DESC', nextToken } as const;
        const answer = await read('ListTaskDefinitions', family, new sdk.ListTaskDefinitionsCommand(input));
        return { ...answer, items: answer.taskDefinitionArns };
      });
      for await (const { items } of list) yield* items.filter((arn) => familyOf(arn) === family);
    },
    /** Every one, or an error: what is not seen may run anything. */
    async servicesOfCluster(): Promise<Service[]> {
      const arns = await allOf(
        pages('ListServices', async (nextToken) => {
          const command = new sdk.ListServicesCommand({ cluster, maxResults: 100, nextToken });
          const answer = await read('ListServices', cluster, command);
          return { ...answer, items: answer.serviceArns };
        }),
      );
      const services: Service[] = [];
      for (const some of chunksOf(arns, mostServices)) {
        const command = new sdk.DescribeServicesCommand({ cluster, services: some });
        const answer = await read('DescribeServices', cluster, command);
        for (const arn of some) {
          const service = serviceIn(answer, arn);
          if (service instanceof Error) throw service;
          if (service) services.push(service);
        }
      }
      return services;
    },
    async deregisterTaskDefinition(taskDefinition: string): Promise<void> {
      const command = new sdk.DeregisterTaskDefinitionCommand({ taskDefinition });
      await write('DeregisterTaskDefinition', taskDefinition, command);
    },
  };
}

/** Names of all clusters of the account and the region. */
export async function clustersIn({ sdk, read, pages }: EcsCalls): Promise<string[]> {
  const list = pages('ListClusters', async (nextToken) => {
    const answer = await read('ListClusters', 'the account', new sdk.ListClustersCommand({ nextToken }));
    return { ...answer, items: answer.clusterArns };
  });
  return (await allOf(list)).map(lastSegmentOf);
}

/** Of a cluster, or a service. */
export async function tagsOn({ sdk, read }: EcsCalls, resourceArn: string): Promise<readonly Tag[]> {
  const command = new sdk.ListTagsForResourceCommand({ resourceArn });
  return (await read('ListTagsForResource', lastSegmentOf(resourceArn), command)).tags ?? [];
}
