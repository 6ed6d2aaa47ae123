import type { Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { primaryOf } from './deployments';

/** The one deployment that a run follows. */
export interface Followed {
  /** `ecs-svc/N` */
  readonly deploymentId: string;
  readonly taskDefinition: string;
  /** AWS's clock, not the runner's. */
  readonly createdAt: Date;
}

/** The PRIMARY deployment of this answer, as the one to follow. */
export function followedOf(service: Service): Followed {
  const { id, taskDefinition, createdAt } = primaryOf(service) ?? {};
  if (id === undefined || taskDefinition === undefined || createdAt === undefined) {
    throw new EcsCdError('needs-attention', 'the service has no PRIMARY deployment that could be followed');
  }
  return {
    deploymentId: id,
    taskDefinition,
    createdAt,
  };
}
