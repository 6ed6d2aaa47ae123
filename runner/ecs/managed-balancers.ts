import type { Deployment, LoadBalancer, Service, ServiceRevision } from '@aws-sdk/client-ecs';
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

/**
 * A revision is asked for them once. One that does not name them yet is asked again at each look that finds its tasks all
 * there, or it completed: then somebody wants to know, and in a bake time it may still come to name them.
 */
export function balancedServiceReader(
  describeService: () => Promise<Service | undefined>,
  describeRevisions: (arns: readonly string[]) => Promise<ServiceRevision[]>,
) {
  const known = new Map<string, Seen>();
  const knownNow = (arn: string, service: Service) =>
    known.get(arn) ?? (isEarly(primaryOf(service)) ? known.get(earlyOf(arn)) : undefined);
  return async (): Promise<BalancedService | undefined> => {
    const service = await describeService();
    const arn = service && !isIdle(service) ? managedRevisionOf(service) : undefined;
    if (!service || arn === undefined) return isExpress(service) ? { ...service, ...nameless } : service;
    const look = async () => seenIn((await describeRevisions([arn])).flatMap(pathsIn), service);
    const seen =
      knownNow(arn, service) ??
      (await orElse(look(), (unseenBalancers): Seen => ({ loadBalancers: [], unseenBalancers })));
    const { unseenBalancers: why } = seen;
    if (!why || !mayPass(why)) known.set(why === nameless.unseenBalancers ? earlyOf(arn) : arn, seen);
    return { ...service, ...seen, loadBalancers: [...(service.loadBalancers ?? []), ...seen.loadBalancers] };
  };
}

/** Nobody asks for the targets of no task, nor while ECS is on its way back. */
const isIdle = (service: Service) =>
  primaryOf(service)?.runningCount === 0 || rolledBackDeploymentOf(service) !== undefined;

const isEarly = ({ runningCount, desiredCount, rolloutState }: Deployment = {}) =>
  rolloutState !== 'COMPLETED' && runningCount !== desiredCount;

const earlyOf = (arn: string) => `${arn} before its tasks are there`;

const nameless = {
  unseenBalancers: new EcsCdError('rejected', 'the service names no target group yet that ECS keeps for it'),
};

function seenIn(paths: ReturnType<typeof pathsIn>, service: Service | undefined): Seen {
  const isNamed =
    paths.every((path) => balancersOf(path).length > 0) && (paths.length > 0 || !isExpress(service));
  return { loadBalancers: paths.flatMap(balancersOf), ...(isNamed ? {} : nameless) };
}

const balancersOf = ({ pairs }: ReturnType<typeof pathsIn>[number]): LoadBalancer[] =>
  pairs.flatMap(([targetGroupArn, alternateTargetGroupArn]) =>
    targetGroupArn ? { targetGroupArn, advancedConfiguration: { alternateTargetGroupArn } } : [],
  );
