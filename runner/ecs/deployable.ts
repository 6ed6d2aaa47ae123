import type { Service } from '@aws-sdk/client-ecs';
import type { Problem } from '../errors';

/** Why a service is none that this program can deploy to, and the way out. */
export function undeployableProblemOf(
  service: Service | undefined,
  { service: name, cluster }: { readonly service: string; readonly cluster: string },
): Problem | undefined {
  if (!service) {
    return {
      subject: 'SERVICE_NAME',
      message: `there is no service ${name} in the cluster ${cluster}`,
      fix: 'set SERVICE_NAME and CLUSTER_NAME to a service in AWS_DEFAULT_REGION of this account, or create it first',
    };
  }
  if (service.status !== 'ACTIVE') {
    return {
      subject: 'SERVICE_NAME',
      message: `the service ${name} is ${service.status}, not ACTIVE`,
      fix: 'create the service again, or set SERVICE_NAME to another one',
    };
  }
  const controller = service.deploymentController?.type ?? 'ECS';
  if (controller !== 'ECS') {
    return {
      subject: 'SERVICE_NAME',
      message: `the service ${name} has the deployment controller ${controller}`,
      fix: 'switch the service to the ECS deployment controller (UpdateService takes deploymentController {"type": "ECS"}), or deploy it with the tool of its controller',
    };
  }
  if (service.resourceManagementType === 'ECS') {
    return {
      subject: 'SERVICE_NAME',
      message: `${name} is an Express Mode service, which ECS manages by itself`,
      fix: 'deploy it with UpdateExpressGatewayService, or make it an ordinary service',
    };
  }
  return undefined;
}
