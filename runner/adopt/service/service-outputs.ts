import type { Service, Tag, TaskDefinition } from '@aws-sdk/client-ecs';
import { arnPartsOf, lastSegmentOf } from '../../names/arn';
import { imageReferenceOf } from '../../names/image-reference';
import { type VariableName, variableOf } from '../../settings/variables/variables';
import type { TerraformOutputs } from '../terraform/terraform-output';

/** A service that runs, and the revision that it is to run. */
export interface LiveService {
  readonly service: Service;
  readonly taskDefinition: TaskDefinition;
  /** Its own, those of its revision, and those of its cluster. */
  readonly tags: readonly (readonly Tag[])[];
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
  const urls = all.flatMap((live) => Object.values(repositoriesOf(live)));
  const [url, ...others] = [...new Set(urls.filter(isRepository))];
  const values: Partial<Record<VariableName, string | undefined>> = {
    CLUSTER_NAME: lastSegmentOf(clusterArn),
    SERVICE_NAME: all.map(nameOf).join(','),
    TASK_FAMILY: all.map(({ taskDefinition }) => taskDefinition.family).join(','),
    AWS_DEFAULT_REGION: arnPartsOf(serviceArn)?.region,
    STAGE: stageIn(all),
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

/** By the first tags that say one; two that differ say nothing. */
function stageIn(all: readonly LiveService[]): string | undefined {
  const byTags = [0, 1, 2].flatMap((at) =>
    ['stage', 'environment', 'env'].map((name) =>
      all.flatMap(({ tags }) =>
        (tags[at] ?? []).flatMap(({ key, value }) => (key?.toLowerCase() === name && value) || []),
      ),
    ),
  );
  const [stage, ...others] = new Set(byTags.find((stages) => stages.length > 0));
  return others.length > 0 ? undefined : stage;
}

const stageWords =
  /^(?:dev|develop|development|test|testing|qa|uat|int|integration|stage|staging|prod|production|live|demo|sandbox)$/i;

/** The environment that the name of a cluster says: `shop-staging`. That of `shop-preprod` or `pre-prod` nobody knows. */
export function stageInName(cluster: string): string | undefined {
  const words = cluster.split(/[-_]/);
  const [stage, ...others] = words.filter((word) => stageWords.test(word) || /^(?:non|pre)/i.test(word));
  return others.length === 0 && stageWords.test(stage ?? '') ? stage : undefined;
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
