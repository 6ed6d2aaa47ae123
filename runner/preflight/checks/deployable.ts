import type { Service } from '@aws-sdk/client-ecs';
import { errorOf, type PreflightFinding } from '../finding';

/** Why a service is none that this program can deploy to, and the way out. */
export function deployable(
  service: Service | undefined,
  { service: name, cluster }: { readonly service: string; readonly cluster: string },
): PreflightFinding[] {
  if (!service) {
    return [
      errorOf(
        'SERVICE_NAME',
        `there is no service ${name} in the cluster ${cluster}`,
        'set SERVICE_NAME and CLUSTER_NAME to a service in AWS_DEFAULT_REGION of this account, or create it first',
      ),
    ];
  }
  if (service.status !== 'ACTIVE') {
    return [
      errorOf(
        'SERVICE_NAME',
        `the service ${name} is ${service.status}, not ACTIVE`,
        'create the service again, or set SERVICE_NAME to another one',
      ),
    ];
  }
  const controller = service.deploymentController?.type ?? 'ECS';
  if (controller !== 'ECS') {
    return [
      errorOf(
        'SERVICE_NAME',
        `the service ${name} has the deployment controller ${controller}`,
        'switch the service to the ECS deployment controller (UpdateService takes deploymentController {"type": "ECS"}), or deploy it with the tool of its controller',
      ),
    ];
  }
  if (service.resourceManagementType === 'ECS') {
    return [
      errorOf(
        'SERVICE_NAME',
        `${name} is an Express Mode service, which ECS manages by itself`,
        'deploy it with UpdateExpressGatewayService, or make it an ordinary service',
      ),
    ];
  }
  return [];
}
