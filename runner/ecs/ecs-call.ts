import type { DescribeServicesResponse, Service } from '@aws-sdk/client-ecs';
import { commonAwsErrorOf, unlessRefused } from '../aws/aws-error';
import { isClientFault } from '../aws/aws-error-kind';
import { EcsCdError } from '../errors';
import type { CauseNames } from '../causes/cause';
import { passRoleFixOf, refusalFixOf } from '../causes/refusal';
import { lastSegmentOf } from '../names/arn';

interface Call {
  readonly operation: string;
  readonly resource: string;
  readonly cluster: string;
  readonly service: string;
  readonly region: () => Promise<string>;
}

/**
 * Does an ECS call and puts what AWS refuses into the runner's words. AWS's own error stays as the `cause`.
 * A refusal that ECS gives in words of its own is passed on in these words: they name the setting that is wrong.
 */
export async function explained<T>(call: Call, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (cause) {
    const { operation, resource } = call;
    if (cause instanceof Error && cause.name === 'AbortError') {
      throw new EcsCdError('cancelled', `ECS did not answer ${operation} on ${resource} in time`, { cause });
    }
    const passRoleFix = isClientFault(cause) ? passRoleFixOf(cause.message, namesIn(call)) : undefined;
    const common = commonAwsErrorOf(cause, {
      purpose: `do ${operation} on ${resource}`,
      failure: `${operation} failed for ${resource}`,
      permission: `ecs:${operation}`,
      resource,
    });
    // It is denied, but not what was called: AWS's words name a permission that the call needs besides.
    if (common && passRoleFix === undefined) throw common;
    if (!isClientFault(cause)) throw cause;
    const told = await tellingOf(call, cause);
    throw new EcsCdError('rejected', told.message, { cause, fix: passRoleFix ?? told.fix });
  }
}

const namesIn = ({ operation, resource, cluster, service }: Call): CauseNames => ({
  ...{ CLUSTER_NAME: lastSegmentOf(cluster), SERVICE_NAME: lastSegmentOf(service) },
  TASK_FAMILY: operation === 'RegisterTaskDefinition' ? resource : undefined,
});

/** ECS has no word for a revision that was deleted, or never was, but that it cannot be described. */
export function unlessGone<T>(described: Promise<T>): Promise<T | undefined> {
  return unlessRefused('ClientException', described);
}

/** ECS's own words, but where they tell neither what is missing nor where it was looked for. */
async function tellingOf(call: Call, { name, message }: Error) {
  const { operation, resource, cluster, region } = call;
  if (name === 'ClusterNotFoundException') {
    const place = await region();
    const fix = `set CLUSTER_NAME to a cluster of this account in AWS_DEFAULT_REGION (now ${place}), or correct that`;
    return { message: `there is no cluster ${lastSegmentOf(cluster)} in ${place}`, fix };
  }
  // It says "Unable to describe task definition." for a family without an ACTIVE revision (field report).
  const isFamily = operation === 'DescribeTaskDefinition' && name === 'ClientException';
  const fix = isFamily
    ? `set TASK_FAMILY to a family with an ACTIVE revision (${resource} has none in this account and region)`
    : refusalFixOf({ operation, name, message }, namesIn(call));
  return { message: `ECS refused ${operation} on ${resource}: ${name}: ${message}`, fix };
}

/** AWS answers an empty list in no documented case; "not there" is only what it says itself. */
export function serviceIn(
  { services = [], failures = [] }: DescribeServicesResponse,
  nameOrArn: string,
): Service | undefined | EcsCdError {
  const name = lastSegmentOf(nameOrArn);
  const found = services.find(({ serviceArn = '' }) => lastSegmentOf(serviceArn) === name);
  const isMissing = failures.some(
    ({ arn = '', reason }) => reason === 'MISSING' && lastSegmentOf(arn) === name,
  );
  if (found || isMissing) return found;
  const message = `DescribeServices answered neither the service ${name} nor that it is missing`;
  return new EcsCdError('try-again', message);
}
