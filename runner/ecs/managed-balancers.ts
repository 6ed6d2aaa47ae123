import type { LoadBalancer, Service, ServiceRevision } from '@aws-sdk/client-ecs';
import { EcsCdError, mayPass, orElse } from '../errors';
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

/** With the load balancers that ECS keeps for it beside its own, or why they are not known. */
export interface BalancedService extends Service {
  readonly unseenBalancers?: EcsCdError | undefined;
}

type Seen = Pick<BalancedService, 'unseenBalancers'> & { readonly loadBalancers: LoadBalancer[] };

/** A revision is asked for them once, and again where it does not name them yet. */
export function balancedServiceReader(
  describeService: () => Promise<Service | undefined>,
  describeRevisions: (arns: readonly string[]) => Promise<ServiceRevision[]>,
) {
  const known = new Map<string, Seen>();
  return async (): Promise<BalancedService | undefined> => {
    const service = await describeService();
    // Nobody asks for the targets of no task, nor while ECS is on its way back.
    const isIdle = primaryOf(service)?.runningCount === 0 || (service && rolledBackDeploymentOf(service));
    const arn = isIdle ? undefined : managedRevisionOf(service);
    if (arn === undefined) return service && isExpress(service) ? { ...service, ...nameless } : service;
    const look = async () => seenIn((await describeRevisions([arn])).flatMap(pathsIn), service);
    const seen =
      known.get(arn) ??
      (await orElse(look(), (unseenBalancers): Seen => ({ loadBalancers: [], unseenBalancers })));
    if (isLasting(seen)) known.set(arn, seen);
    return { ...service, ...seen, loadBalancers: [...(service?.loadBalancers ?? []), ...seen.loadBalancers] };
  };
}

const nameless = {
  unseenBalancers: new EcsCdError('rejected', 'the service names no target group yet that ECS keeps for it'),
};

const isLasting = ({ unseenBalancers: why }: Seen) =>
  !why || (why !== nameless.unseenBalancers && !mayPass(why));

function seenIn(paths: ReturnType<typeof pathsIn>, service: Service | undefined): Seen {
  const isNamed =
    paths.every((path) => balancersOf(path).length > 0) && (paths.length > 0 || !isExpress(service));
  return { loadBalancers: paths.flatMap(balancersOf), ...(isNamed ? {} : nameless) };
}

const balancersOf = ({ pairs }: ReturnType<typeof pathsIn>[number]): LoadBalancer[] =>
  pairs.flatMap(([targetGroupArn, alternateTargetGroupArn]) =>
    targetGroupArn ? { targetGroupArn, advancedConfiguration: { alternateTargetGroupArn } } : [],
  );
