import type { Clients } from '../aws/clients/clients';
import { alarmsApi } from '../cloudwatch/alarms-api';
import type { Ecr } from '../ecr/ecr-api';
import type { LookupEffects } from '../preflight/evidence/evidence';
import { identityApi } from '../preflight/evidence/identity-api';
import { networkApi, taskResourcesApi } from '../preflight/evidence/surroundings-api';

/** What a preflight can see; each client is loaded when there is something to look at. */
export function preflightEffectsOf(clients: Clients, ecr: Ecr): LookupEffects {
  return {
    ...identityApi(clients),
    ...taskResourcesApi(clients),
    ...networkApi(clients),
    ecr,
    alarms: alarmsApi(clients.cloudWatch),
  };
}
