import type { Clients } from '../aws/clients/clients';
import type { Ecr } from '../ecr/ecr-api';
import { alarmsApi } from '../cloudwatch/alarms-api';
import type { LookupEffects } from '../preflight/gather';
import { iamApi } from '../preflight/evidence/iam-api';
import { logGroupsApi } from '../preflight/evidence/log-groups-api';
import { parametersApi } from '../preflight/evidence/parameters-api';
import { secretsApi } from '../preflight/evidence/secrets-api';
import { stsApi } from '../preflight/evidence/sts-api';
import { subnetsApi } from '../preflight/evidence/subnets-api';
import { targetGroupsApi } from '../preflight/evidence/target-groups-api';

/** What a preflight can see; each client is loaded when there is something to look at. */
export function preflightEffectsOf(clients: Clients, ecr: Ecr): LookupEffects {
  return {
    ecr,
    sts: stsApi(clients.sts),
    iam: iamApi(clients.iam),
    subnets: subnetsApi(clients.ec2),
    secrets: secretsApi(clients.secrets),
    parameters: parametersApi(clients.ssm),
    logGroups: logGroupsApi(clients.logs),
    targetGroups: targetGroupsApi(clients.loadBalancing),
    alarms: alarmsApi(clients.cloudWatch),
  };
}
