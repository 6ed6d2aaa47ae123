import { disagreementsOf } from './disagreements';
import type { Problem } from '../errors';
import { accountIdOf, regionOf } from './checks/checks';
import { clusterNameOf, serviceNameOf } from './checks/ecs-names';
import { type Field, type Inputs, mapped, optional, required, sliceOf, valueOf } from './fields';
import type { PlaceSettings } from './slices';

/** The place that a command works on, and where the names of it contradict each other. */
export function placeSettingsOf(inputs: Inputs): {
  readonly place: Field<PlaceSettings>;
  readonly disagreements: readonly Problem[];
} {
  const cluster = required(inputs, 'CLUSTER_NAME', clusterNameOf);
  const service = required(inputs, 'SERVICE_NAME', serviceNameOf);
  return {
    place: sliceOf<PlaceSettings>({
      cluster: mapped(cluster, (name) => name.nameOrArn),
      service: mapped(service, (name) => name.nameOrArn),
      accountId: optional(inputs, 'ECS_CD_ACCOUNT_ID', accountIdOf),
    }),
    disagreements: disagreementsOf(
      {
        region: valueOf(required(inputs, 'AWS_DEFAULT_REGION', regionOf)),
        cluster: valueOf(cluster),
        service: valueOf(service),
      },
      inputs,
    ),
  };
}
