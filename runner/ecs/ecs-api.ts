import type { Service } from '@aws-sdk/client-ecs';
import type { CallMeter } from '../aws/call-meter';
import type { EcsClients } from '../aws/clients/clients';
import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import { ecsCallsOf, type EcsCalls } from './ecs-calls-api';
import { serviceDeploymentsApi } from './service-deployments-api';
import { taskDefinitionsApi } from './task-definitions-api';
import { serviceTasksApi } from './tasks-api';

/** One Amazon ECS service, as the flows see it. Each method is the API operation of the same name. */
export type Ecs = ReturnType<typeof ecsApi>;

/** Once `interruption` is aborted every read ends as `cancelled`; a write that is on its way gets a moment more. */
export function ecsApi(
  clients: EcsClients,
  place: { cluster: string; service: string },
  effects: { clock: Clock; interruption: AbortSignal; meter: CallMeter },
) {
  const calls = ecsCallsOf(clients, place, effects);
  return {
    ...serviceApi(calls),
    ...taskDefinitionsApi(calls),
    ...serviceDeploymentsApi(calls),
    ...serviceTasksApi(calls),
  };
}

function serviceApi({ sdk, cluster, service, read, write }: EcsCalls) {
  return {
    /** The service, or undefined where ECS has none of that name (any more). */
    async describeService(signal?: AbortSignal): Promise<Service | undefined> {
      const command = new sdk.DescribeServicesCommand({ cluster, services: [service] });
      const { services = [], failures = [] } = await read('DescribeServices', service, command, signal);
      // AWS answers an empty list in no documented case; "not there" is only what it says itself.
      if (services.length > 0 || failures[0]?.reason === 'MISSING') return services[0];
      throw new EcsCdError(
        'try-again',
        `DescribeServices answered neither the service ${service} nor that it is missing`,
      );
    },
    /** The service as it is right after the update; its PRIMARY deployment is the one that the update made, if it made one. */
    async updateService(taskDefinition: string, signal?: AbortSignal): Promise<Service> {
      const command = new sdk.UpdateServiceCommand({ cluster, service, taskDefinition });
      return (await write('UpdateService', service, command, signal)).service ?? {};
    },
  };
}
