import type { Deployment } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';

/** The one deployment that a run follows. */
export interface Followed {
  /** `ecs-svc/N` */
  readonly deploymentId: string;
  readonly taskDefinition: string;
  /** AWS's clock, not the runner's. */
  readonly createdAt: Date;
}

/** This deployment, mostly the PRIMARY one, as the one to follow. */
export function followedOf({ id, taskDefinition, createdAt }: Deployment = {}): Followed {
  if (id !== undefined && taskDefinition !== undefined && createdAt !== undefined)
    return { deploymentId: id, taskDefinition, createdAt };
  throw new EcsCdError('needs-attention', 'the service has no PRIMARY deployment that could be followed');
}
