import type { Service, Tag, TaskDefinition } from '@aws-sdk/client-ecs';
import { undeployableProblemOf } from '../../ecs/deployable';
import type { Ecs } from '../../ecs/ecs-api';
import { refusalOf } from '../../ecs/ecs-call';
import { EcsCdError } from '../../errors';
import { arnPartsOf, lastSegmentOf } from '../../names/arn';
import { imageReferenceOf } from '../../names/image-reference';
import { type VariableName, variableOf } from '../../settings/variables/variables';
import type { TerraformOutputs } from '../terraform/terraform-output';

/** A service that runs, and the revision that it is to run. */
export interface LiveService {
  readonly service: Service;
  readonly taskDefinition: TaskDefinition;
  readonly tags: readonly Tag[];
}

export interface Services {
  readonly cluster: string;
  readonly names: readonly string[];
  /** Those that were given as ARNs. */
  readonly arns: readonly string[];
}

/** ECS, as it is for one service. */
export type EcsOf = (cluster: string, service?: string) => Ecs;

/** Every `CLUSTER/SERVICE`, or those of one cluster. */
export async function placesIn(ecsOf: EcsOf, cluster?: string): Promise<readonly string[]> {
  const places: string[] = [];
  for (const each of cluster === undefined ? await ecsOf('').clusters() : [cluster])
    for (const { serviceArn = '' } of await inCluster(each, ecsOf(each).servicesOfCluster()))
      places.push(`${each}/${lastSegmentOf(serviceArn)}`);
  return places.toSorted();
}

/** Services of one cluster, or an error where a release could not go to one of them. */
export async function liveServicesOf(
  ecsOf: EcsOf,
  { cluster, names, arns }: Services,
): Promise<readonly LiveService[]> {
  const live: LiveService[] = [];
  for (const name of names) {
    const ecs = ecsOf(cluster, name);
    const service = await inCluster(cluster, ecs.describeService());
    const problem = undeployableProblemOf(service, { cluster, service: name });
    if (problem || !service?.taskDefinition)
      throw new EcsCdError('rejected', problem?.message ?? `the service ${name} runs no task definition`, {
        fix: `name another one: ecs-cd adopt --from-service lists them${problem ? `; or ${problem.fix}` : ''}`,
      });
    for (const arn of arns) refuseElsewhere(arn, service.serviceArn ?? '');
    live.push({ service, ...(await ecs.describeTaskDefinition(service.taskDefinition)) });
  }
  return live;
}

/** A cluster and a service may have the same names in another region or account. */
function refuseElsewhere(arn: string, found: string): void {
  const [wanted, seen] = [arnPartsOf(arn), arnPartsOf(found)];
  if (!wanted || !seen || (wanted.region === seen.region && wanted.accountId === seen.accountId)) return;
  const { region, accountId } = wanted;
  throw new EcsCdError(
    'invalid-usage',
    `--from-service ${arn} is in ${region} of account ${accountId}, and this run looks at ${seen.region} of account ${seen.accountId}; nothing was touched`,
    { fix: `pass --aws-default-region ${region}, with credentials of that account (AWS_PROFILE)` },
  );
}

/** AWS's words for a cluster that is not there, with what to change here: no variable has its name. */
function inCluster<T>(cluster: string, asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    if (!(error instanceof EcsCdError) || refusalOf(error) !== 'ClusterNotFoundException') throw error;
    const fix = `name another cluster than ${cluster}: ecs-cd adopt --from-service lists them with their services; or another region (--aws-default-region) or account (AWS_PROFILE)`;
    throw new EcsCdError(error.verdict, error.message, { cause: error.cause, fix });
  });
}

/**
 * What runs, as Terraform would have told it: one release of all of them, the repositories of their containers as
 * `SERVICE.CONTAINER`. `isRepository` tells those that a build can push to; where it is one, it is the one.
 */
export function outputsOf(
  all: readonly LiveService[],
  isRepository: (url: string) => boolean,
): TerraformOutputs {
  const { clusterArn = '', serviceArn = '' } = all[0]?.service ?? {};
  const tags = all.flatMap((live) => live.tags);
  const stages = ['stage', 'environment', 'env'].flatMap((name) =>
    tags.filter(({ key }) => key?.toLowerCase() === name).flatMap(({ value }) => value ?? []),
  );
  const urls = all.flatMap((live) => Object.values(repositoriesOf(live)));
  const [url, ...others] = [...new Set(urls.filter(isRepository))];
  const values: Partial<Record<VariableName, string | undefined>> = {
    CLUSTER_NAME: lastSegmentOf(clusterArn),
    SERVICE_NAME: all.map(nameOf).join(','),
    TASK_FAMILY: all.map(({ taskDefinition }) => taskDefinition.family).join(','),
    AWS_DEFAULT_REGION: arnPartsOf(serviceArn)?.region,
    STAGE: stages[0],
    ...(others.length === 0 && url
      ? { REPOSITORY_URL: url, REPOSITORY_NAME: imageReferenceOf(url)?.name }
      : {}),
  };
  const ofContract = Object.entries(values).flatMap(([name, value]) => {
    const { terraformOutput = '' } = variableOf(name as VariableName);
    return value ? [[terraformOutput, value] as const] : [];
  });
  const ofServices = all.map((live) => [nameOf(live), repositoriesOf(live)] as const);
  return new Map(
    [...ofServices, ...ofContract].map(([name, value]) => [name, { value, isSensitive: false }]),
  );
}

export const nameOf = ({ service }: LiveService) => lastSegmentOf(service.serviceArn ?? '');

/** By container. */
function repositoriesOf({ taskDefinition: { containerDefinitions = [] } }: LiveService) {
  const entries = containerDefinitions.map(({ name = '', image = '' }) => [
    name,
    image.replace(/@.*$/, '').replace(/:[^:/]*$/, ''),
  ]);
  return Object.fromEntries(entries) as Readonly<Record<string, string>>;
}
