import type { Service, Tag, TaskDefinition } from '@aws-sdk/client-ecs';
import { undeployableProblemOf } from '../../ecs/deployable';
import type { Ecs } from '../../ecs/ecs-api';
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

/** ECS, as it is for one service. */
export type EcsOf = (cluster: string, service?: string) => Ecs;

/** Every `CLUSTER/SERVICE`, or those of one cluster. */
export async function placesIn(ecsOf: EcsOf, cluster?: string): Promise<readonly string[]> {
  const places: string[] = [];
  for (const each of cluster === undefined ? await ecsOf('').clusters() : [cluster])
    for (const { serviceArn = '' } of await ecsOf(each).servicesOfCluster())
      places.push(`${each}/${lastSegmentOf(serviceArn)}`);
  return places.toSorted();
}

/** Services of one cluster, or an error where a release could not go to one of them. */
export async function liveServicesOf(
  ecsOf: EcsOf,
  cluster: string,
  names: readonly string[],
): Promise<readonly LiveService[]> {
  const live: LiveService[] = [];
  for (const name of names) {
    const ecs = ecsOf(cluster, name);
    const service = await ecs.describeService();
    const problem = undeployableProblemOf(service, { cluster, service: name });
    if (problem || !service?.taskDefinition)
      throw new EcsCdError('rejected', problem?.message ?? `the service ${name} runs no task definition`, {
        fix: `name another one: ecs-cd adopt --from-service lists them${problem ? `; or ${problem.fix}` : ''}`,
      });
    live.push({ service, ...(await ecs.describeTaskDefinition(service.taskDefinition)) });
  }
  return live;
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
