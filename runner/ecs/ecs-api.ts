import type { Service } from '@aws-sdk/client-ecs';
import type { CallMeter } from '../aws/call-meter';
import type { EcsClients } from '../aws/clients/clients';
import type { Clock } from '../clock';
import { isExpress } from './deployable';
import { serviceIn } from './ecs-call';
import { ecsCallsOf, type EcsCalls } from './ecs-calls-api';
import { clustersIn, familyApi, tagsOn } from './family-api';
import { balancedServiceReader } from './managed-balancers';
import { serviceDeploymentsApi } from './service-deployments-api';
import { oneOffTasksApi, serviceTasksApi } from './tasks-api';
import type { SharedReads } from './shared-reads-api';
import { taskDefinitionsApi } from './task-definitions-api';

/** One Amazon ECS service, as the flows see it. Each method is the API operation of the same name. */
export type Ecs = ReturnType<typeof ecsApi>;

/**
 * Once `interruption` is aborted every read ends as `cancelled`; a write that is on its way gets a moment more. `shared`
 * looks along with other services of the run.
 */
export function ecsApi(
  clients: EcsClients,
  place: { cluster: string; service: string },
  effects: { clock: Clock; interruption: AbortSignal; meter: CallMeter },
  shared?: SharedReads,
) {
  const calls = ecsCallsOf(clients, place, effects);
  const service = serviceApi(calls, shared);
  const deployments = serviceDeploymentsApi(calls);
  return {
    ...service,
    ...taskDefinitionsApi(calls),
    ...deployments,
    describeBalancedService: balancedServiceReader(
      service.describeService,
      deployments.describeServiceRevisions,
    ),
    ...serviceTasksApi(calls, shared),
    ...oneOffTasksApi(calls),
    ...familyApi(calls),
    clusters: () => clustersIn(calls),
    tagsOf: (arn: string) => tagsOn(calls, arn),
    ...(shared && { describeServiceDeployment: shared.describeServiceDeployment }),
  };
}

function serviceApi({ sdk, cluster, service, read, write }: EcsCalls, shared?: SharedReads) {
  let seen: Service | undefined;

  async function lookAt(signal?: AbortSignal): Promise<Service | undefined> {
    if (shared && !signal) return shared.describeService(service);
    const command = new sdk.DescribeServicesCommand({ cluster, services: [service] });
    const found = serviceIn(await read('DescribeServices', service, command, signal), service);
    if (found instanceof Error) throw found;
    return found;
  }

  return {
    /** The service, or undefined where ECS has none of that name (any more). A look of its own `signal` waits for no other. */
    async describeService(signal?: AbortSignal): Promise<Service | undefined> {
      const found = await lookAt(signal);
      seen = found ?? seen;
      return found;
    },
    /** As the last look showed it. */
    lastSeen: () => seen,
    /**
     * The service as it is right after the update; its PRIMARY deployment is the one that the update made, if it made one.
     * What AWS answers for Express Mode names no deployment: the next look shows it.
     */
    async updateService(taskDefinition: string, signal?: AbortSignal): Promise<Service> {
      // In Express Mode it has an update of its own.
      if (isExpress(seen)) {
        const update = { serviceArn: seen?.serviceArn, taskDefinitionArn: taskDefinition };
        const command = new sdk.UpdateExpressGatewayServiceCommand(update);
        await write('UpdateExpressGatewayService', service, command, signal);
        return {};
      }
      const command = new sdk.UpdateServiceCommand({ cluster, service, taskDefinition });
      return (await write('UpdateService', service, command, signal)).service ?? {};
    },
  };
}
