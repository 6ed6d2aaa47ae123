import type {
  GatewayConnection,
  LoadBalancer,
  ManagedIngressPath,
  ServiceRevision,
} from '@aws-sdk/client-ecs';
import type { Service } from '../model';

const isManaged = ({ isBehindGateway, managedBy }: Service) => isBehindGateway || managedBy === 'ECS';

/** Those that the service names itself. */
export const ownBalancersOf = (service: Service): LoadBalancer[] =>
  isManaged(service) ? [] : service.loadBalancers;

/** What ECS keeps in front of a revision. (AWS docs, ECSManagedResources) */
export function managedBalancersOf(
  service: Service,
): Pick<ServiceRevision, 'ecsManagedResources' | 'gatewayConnectors'> {
  if (!isManaged(service)) return {};
  const { loadBalancers, createdAt, isBehindGateway } = service;
  if (!isBehindGateway) {
    const ingressPaths = loadBalancers.map((one) => pathOf(one, new Date(createdAt)));
    return { ecsManagedResources: { ingressPaths } };
  }
  const gatewayConnections = loadBalancers.map(connectionOf);
  return { gatewayConnectors: [{ portName: 'http' }], ecsManagedResources: { gatewayConnections } };
}

function pathOf(
  { targetGroupArn, advancedConfiguration }: LoadBalancer,
  updatedAt: Date,
): ManagedIngressPath {
  const group = { status: 'ACTIVE', updatedAt, healthCheckPath: '/', healthCheckPort: 80, port: 80 } as const;
  const arns = [targetGroupArn, advancedConfiguration?.alternateTargetGroupArn];
  return {
    accessType: 'PUBLIC',
    endpoint: 'web-0123456789ab.ecs.eu-central-1.on.aws',
    targetGroups: arns.flatMap((arn) => (arn === undefined ? [] : { ...group, arn })),
  };
}

function connectionOf({ targetGroupArn, advancedConfiguration }: LoadBalancer): GatewayConnection {
  const alternateTargetGroupArn = advancedConfiguration?.alternateTargetGroupArn;
  return {
    portName: 'http',
    serviceUrl: 'https://web.gateway.example.com',
    accessType: 'PUBLIC',
    status: 'ACTIVE',
    resources: { hostSharedAlb: [{ targetGroupArn, alternateTargetGroupArn }] },
  };
}
