import type { LoadBalancer, Service, ServiceRevision } from '@aws-sdk/client-ecs';
import { mayPass, orElse } from '../errors';
import { lastSegmentOf, serviceRevisionIdOf } from '../names/arn';
import { isExpress } from './deployable';
import { primaryOf, rolledBackDeploymentOf } from './deployments';

/**
 * ARN of the revision that names what ECS itself keeps in front of the service: the load balancer of Express Mode, or ECS
 * Gateways, which take tasks with addresses of their own alone. Undefined where there can be neither. (AWS docs)
 */
export function managedRevisionOf(service: Service | undefined): string | undefined {
  const { loadBalancers = [], networkConfiguration, currentServiceRevisions = [] } = service ?? {};
  const isHeadless = loadBalancers.length === 0 && networkConfiguration?.awsvpcConfiguration !== undefined;
  if (!isHeadless && !isExpress(service)) return undefined;
  const id = serviceRevisionIdOf(primaryOf(service)?.id ?? '');
  return currentServiceRevisions.flatMap(({ arn }) => arn ?? []).find((arn) => lastSegmentOf(arn) === id);
}

function pathsIn({ ecsManagedResources }: ServiceRevision) {
  const { ingressPaths = [], gatewayConnections = [] } = ecsManagedResources ?? {};
  const ofExpress = ingressPaths.map(({ targetGroups = [], ...path }) => {
    return { ...path, pairs: [targetGroups.map(({ arn }) => arn)] };
  });
  const ofGateways = gatewayConnections.map(({ accessType, serviceUrl: endpoint, resources }) => {
    const pairs = resources?.hostSharedAlb?.map((one) => [one.targetGroupArn, one.alternateTargetGroupArn]);
    return { accessType, endpoint, pairs: pairs ?? [] };
  });
  return [...ofExpress, ...ofGateways];
}

/** Where users find what is behind it; the public address of several. */
export function managedAddressOf(revision: ServiceRevision = {}): string | undefined {
  const paths = pathsIn(revision);
  const addressesOf = (some: typeof paths) => [...new Set(some.flatMap(({ endpoint }) => endpoint ?? []))];
  const ofAll = addressesOf(paths);
  const [address, ...others] =
    ofAll.length > 1 ? addressesOf(paths.filter(({ accessType }) => accessType === 'PUBLIC')) : ofAll;
  if (address === undefined || others.length > 0) return undefined;
  const url = address.includes('://') ? address : `https://${address}`;
  return /^https?:/.test(url) && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** The service with the load balancers that ECS keeps for it beside its own; a revision is asked for them once. */
export function balancedServiceReader(
  describeService: () => Promise<Service | undefined>,
  describeRevisions: (arns: readonly string[]) => Promise<ServiceRevision[]>,
) {
  const known = new Map<string, readonly LoadBalancer[]>();
  return async (): Promise<Service | undefined> => {
    const service = await describeService();
    // Nobody asks for the targets of no task, nor while ECS is on its way back.
    const isIdle = primaryOf(service)?.runningCount === 0 || (service && rolledBackDeploymentOf(service));
    const arn = isIdle ? undefined : managedRevisionOf(service);
    if (arn === undefined) return service;
    const look = async () => (await describeRevisions([arn])).flatMap(pathsIn).flatMap(balancersOf);
    const seen = known.get(arn) ?? (await orElse(look(), (error) => (mayPass(error) ? undefined : [])));
    if (seen) known.set(arn, seen);
    return { ...service, loadBalancers: [...(service?.loadBalancers ?? []), ...(seen ?? [])] };
  };
}

const balancersOf = ({ pairs }: ReturnType<typeof pathsIn>[number]): LoadBalancer[] =>
  pairs.flatMap(([targetGroupArn, alternateTargetGroupArn]) =>
    targetGroupArn ? { targetGroupArn, advancedConfiguration: { alternateTargetGroupArn } } : [],
  );
