import type { Problem } from '../errors';
import type { EcsName } from './checks/ecs-names';
import { type Inputs, subjectOf } from './fields';

interface Whereabouts {
  readonly region: string | undefined;
  readonly cluster: EcsName | undefined;
  readonly service: EcsName | undefined;
}

/** Names that are good alone, but mean two different places. */
export function disagreementsOf(
  { region, cluster, service }: Whereabouts,
  inputs: Inputs,
): readonly Problem[] {
  const subjects = {
    region: subjectOf(inputs, 'AWS_DEFAULT_REGION'),
    cluster: subjectOf(inputs, 'CLUSTER_NAME'),
    service: subjectOf(inputs, 'SERVICE_NAME'),
  };
  const misplaced = [
    { subject: subjects.cluster, kind: 'cluster', region: cluster?.region },
    { subject: subjects.service, kind: 'service', region: service?.region },
  ].flatMap(({ subject, kind, region: own }) =>
    !own || !region || own === region
      ? []
      : {
          subject,
          message: `the ${kind} is in ${own}, but ${subjects.region} says ${region}`,
          fix: `set ${subjects.region} to ${own}, or name a ${kind} in ${region}`,
        },
  );
  if (!cluster || !service) return misplaced;
  const elsewhere: Problem[] = [];
  if (service.cluster !== undefined && service.cluster !== cluster.name) {
    const message = `the service is in the cluster ${service.cluster}, but ${subjects.cluster} says ${cluster.name}`;
    const fix = `set ${subjects.cluster} to ${service.cluster}, or name a service in ${cluster.name}`;
    elsewhere.push({ subject: subjects.service, message, fix });
  }
  if (service.account && cluster.account && service.account !== cluster.account) {
    const message = `the service is in the account ${service.account}, the cluster in ${cluster.account}`;
    elsewhere.push({ subject: subjects.service, message, fix: 'take both from the same account' });
  }
  return [...misplaced, ...elsewhere];
}
