import type { Clients } from '../aws/clients';
import type { Ecr } from '../image/ecr';
import type { LookEffects } from '../preflight/gather';
import { iamOf } from '../preflight/iam';
import { logGroupsOf } from '../preflight/log-groups';
import { parametersOf } from '../preflight/parameters';
import { secretsOf } from '../preflight/secrets';
import { stsOf } from '../preflight/sts';
import { subnetsOf } from '../preflight/subnets';
import { targetGroupsOf } from '../preflight/target-groups';

/** What a preflight can see; each client is loaded when there is something to look at. */
export function lookEffectsOf(clients: Clients, ecr: Ecr): LookEffects {
  return {
    ecr,
    sts: stsOf(clients.sts),
    iam: iamOf(clients.iam),
    subnets: subnetsOf(clients.ec2),
    secrets: secretsOf(clients.secrets),
    parameters: parametersOf(clients.ssm),
    logGroups: logGroupsOf(clients.logs),
    targetGroups: targetGroupsOf(clients.loadBalancing),
  };
}
