import type { Service } from '@aws-sdk/client-ecs';
import type { Problem } from '../errors';

/** Why a service is none that this program can deploy to, and the way out. */
export function undeployableProblemOf(
  service: Service | undefined,
  {
    service: name,
    cluster,
    variable = 'SERVICE_NAME',
  }: { readonly service: string; readonly cluster: string; readonly variable?: string },
): Problem | undefined {
  const { status, deploymentController } = service ?? {};
  const controller = deploymentController?.type ?? 'ECS';
  const problem = (message: string, fix: string): Problem => ({ subject: variable, message, fix });
  if (!service)
    return problem(
      `there is no service ${name} in the cluster ${cluster}`,
      `set ${variable === 'SERVICE_NAME' ? 'SERVICE_NAME and CLUSTER_NAME to' : `${variable} to CLUSTER/SERVICE of`} a service in AWS_DEFAULT_REGION of this account, or create it first`,
    );
  if (status !== 'ACTIVE')
    return problem(
      `the service ${name} is ${status}, not ACTIVE`,
      `create the service again, or set ${variable} to another one`,
    );
  if (controller !== 'ECS')
    return problem(
      `the service ${name} has the deployment controller ${controller}`,
      'move the service to the ECS deployment controller, which one UpdateService does (docs/codedeploy.md of ecs-cd has the steps), or deploy it with the tool of its controller',
    );
  return undefined;
}

/** Whether ECS runs the load balancer and the scaling of it, and takes no UpdateService. (AWS docs) */
export function isExpress(service: Service | undefined): boolean {
  return service?.resourceManagementType === 'ECS';
}
