import type { ServiceDeployment, ServiceDeploymentBrief, ServiceDeploymentStatus } from '@aws-sdk/client-ecs';
import { refusalOf } from '../aws/aws-error';
import type { EcsCalls } from './ecs-calls-api';

export interface ServiceDeploymentFilter {
  readonly createdAfter?: Date;
  readonly status?: ServiceDeploymentStatus[];
}

export function serviceDeploymentsApi(calls: EcsCalls) {
  const { sdk, service, read, write } = calls;
  return {
    /** Page by page, newest first. */
    listServiceDeployments: (filter: ServiceDeploymentFilter) => listed(calls, filter),

    async describeServiceDeployment(arn: string): Promise<ServiceDeployment | undefined> {
      const command = new sdk.DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] });
      return (await read('DescribeServiceDeployments', arn, command)).serviceDeployments?.[0];
    },

    /** Of at most 20 (AWS docs). */
    async describeServiceRevisions(arns: readonly string[], signal?: AbortSignal) {
      const command = new sdk.DescribeServiceRevisionsCommand({ serviceRevisionArns: [...arns] });
      return (await read('DescribeServiceRevisions', service, command, signal)).serviceRevisions ?? [];
    },

    /** Asks ECS to roll the deployment back. False when it has ended already. */
    async stopServiceDeployment(serviceDeploymentArn: string, signal?: AbortSignal): Promise<boolean> {
      // ABORT is in the enum, but ROLLBACK is the only value that the documentation allows (AWS docs).
      const command = new sdk.StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' });
      try {
        await write('StopServiceDeployment', serviceDeploymentArn, command, signal);
        return true;
      } catch (error) {
        const name = refusalOf(error);
        if (name === 'ConflictException' || name === 'ServiceDeploymentNotFoundException') return false;
        throw error;
      }
    },

    /** Answers a hook that waits. False where it waits no more: it was answered, its time is over, or its deployment is. */
    async continueServiceDeployment(
      serviceDeploymentArn: string,
      hookId: string,
      action: 'CONTINUE' | 'ROLLBACK',
    ): Promise<boolean> {
      const command = new sdk.ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action });
      try {
        await write('ContinueServiceDeployment', serviceDeploymentArn, command);
        return true;
      } catch (error) {
        if (refusalOf(error) !== undefined && answeredTexts.test((error as Error).message)) return false;
        throw error;
      }
    },
  };
}

/** Another one than the first may take the hook at the same time, and its time may be over. */
const answeredTexts = /completed, unavailable|terminal state|not exist/;

/**
 * The order is in no documentation. Pages come newest first (field report); until they do, they are held back and put
 * into that order.
 */
async function* listed(
  { sdk, cluster, service, read, pages }: EcsCalls,
  { createdAfter, status }: ServiceDeploymentFilter,
): AsyncGenerator<ServiceDeploymentBrief[]> {
  const createdAt = createdAfter && { after: createdAfter };
  const list = pages('ListServiceDeployments', async (nextToken) => {
    const input = { cluster, service, createdAt, status, nextToken, maxResults: 100 };
    const command = new sdk.ListServiceDeploymentsCommand(input);
    const answer = await read('ListServiceDeployments', service, command);
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
