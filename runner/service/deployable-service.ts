import type { Service } from '@aws-sdk/client-ecs';
import type { ServiceSettings } from '../contract/settings';
import { EcsCdError } from '../errors';
import type { Ecs } from './ecs';

/** The service, if it is one that this program can deploy to; otherwise the way out. */
export async function deployableService(
  { service: name, cluster }: ServiceSettings,
  ecs: Ecs,
): Promise<Service> {
  const refused = (message: string, fix: string) =>
    new EcsCdError('rejected', `${message}; nothing was changed`, { fix });
  const service = await ecs.describeService();
  if (!service) {
    throw refused(
      `there is no service ${name} in the cluster ${cluster}`,
      'set SERVICE_NAME and CLUSTER_NAME to a service in AWS_DEFAULT_REGION of this account, or create it first',
    );
  }
  if (service.status !== 'ACTIVE') {
    throw refused(
      `the service ${name} is ${service.status}, not ACTIVE`,
      'create the service again, or set SERVICE_NAME to another one',
    );
  }
  const controller = service.deploymentController?.type ?? 'ECS';
  if (controller !== 'ECS') {
    throw refused(
      `the service ${name} has the deployment controller ${controller}`,
      'switch the service to the ECS deployment controller (UpdateService takes deploymentController {"type": "ECS"}), or deploy it with the tool of its controller',
    );
  }
  if (service.resourceManagementType === 'ECS') {
    throw refused(
      `${name} is an Express Mode service, which ECS manages by itself`,
      'deploy it with UpdateExpressGatewayService, or make it an ordinary service',
    );
  }
  return service;
}
