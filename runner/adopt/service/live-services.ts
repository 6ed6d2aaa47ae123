import type { Service, Tag, TaskDefinition } from '@aws-sdk/client-ecs';
import leven from 'leven';
import { awsErrorKindOf } from '../../aws/aws-error-kind';
import { undeployableProblemOf } from '../../ecs/deployable';
import type { Ecs } from '../../ecs/ecs-api';
import { refusalOf } from '../../aws/aws-error';
import { EcsCdError, orElse } from '../../errors';
import { arnPartsOf, lastSegmentOf } from '../../names/arn';
import { imageReferenceOf } from '../../names/image-reference';
import { type VariableName, variableOf } from '../../settings/variables/variables';
import type { TerraformOutputs } from '../terraform/terraform-output';

export interface Services {
  readonly cluster: string;
  readonly names: readonly string[];
  /** Those that were given as ARNs. */
  readonly arns: readonly string[];
}

/** ECS in a region, as it is for one service. */
export interface Account {
  readonly region: string;
  ecsOf(cluster: string, service?: string): Ecs;
}

/** Every `CLUSTER/SERVICE`, or those of one cluster. */
export async function placesIn(account: Account, cluster?: string): Promise<readonly string[]> {
  const places: string[] = [];
  for (const each of cluster === undefined ? await account.ecsOf('').clusters() : [cluster])
    for (const { serviceArn = '' } of await inCluster(each, account, account.ecsOf(each).servicesOfCluster()))
      places.push(`${each}/${lastSegmentOf(serviceArn)}`);
  return places.toSorted();
}

/** Services of one cluster; why a release could not go to one of them is added to the refusals. */
export async function liveServicesOf(
  account: Account,
  { cluster, names, arns }: Services,
  refusals: EcsCdError[],
): Promise<readonly LiveService[]> {
  const live: LiveService[] = [];
  for (const name of names)
    await orElse(
      liveServiceOf(account, cluster, name, arns).then((one) => live.push(one)),
      (error) => {
        // What AWS itself has refused, it refuses for the next one too.
        if (error.cause !== undefined) throw error;
        refusals.push(error);
      },
    );
  return live;
}

async function liveServiceOf(account: Account, cluster: string, name: string, arns: readonly string[]) {
  for (const arn of arns) refuseElsewhere(arn, account);
  const ecs = account.ecsOf(cluster, name);
  const service = await inCluster(cluster, account, ecs.describeService());
  if (!service) {
    const fix = await nearestTo(`${cluster}/${name}`, placesIn(account, cluster));
    throw refused(`no service "${name}" in cluster "${cluster}" (${account.region})`, fix);
  }
  const problem = undeployableProblemOf(service, { cluster, service: name, variable: '--from-service' });
  if (problem) throw refused(problem.message, problem.fix);
  for (const arn of arns) refuseElsewhere(arn, { ...account, ...arnPartsOf(service.serviceArn ?? '') });
  return liveWith(ecs, service);
}

async function liveWith(ecs: Ecs, service: Service): Promise<LiveService> {
  const { serviceArn = '', clusterArn = '', taskDefinition: revision } = service;
  if (revision === undefined)
    throw refused(`the service ${lastSegmentOf(serviceArn)} runs no task definition`, 'name another one');
  const { taskDefinition, tags } = await ecs.describeTaskDefinition(revision);
  // They are good to have; a service whose ARN is from before 2021 takes none (AWS docs).
  const tagsOf = (arn: string) =>
    orElse(ecs.tagsOf(arn), (error) => {
      if (error.verdict !== 'rejected') throw error;
      return [];
    });
  return { service, taskDefinition, tags: [await tagsOf(serviceArn), tags, await tagsOf(clusterArn)] };
}

/** A cluster and a service may have the same names in another region or account. */
function refuseElsewhere(arn: string, here: { readonly region: string; readonly accountId?: string }): void {
  const { region = '', accountId = '' } = arnPartsOf(arn) ?? {};
  if (region === here.region && accountId === (here.accountId ?? accountId)) return;
  const seen = here.accountId === undefined ? here.region : `${here.region} of account ${here.accountId}`;
  throw refused(
    `--from-service ${arn} is in ${region} of account ${accountId}, and this run looks at ${seen}`,
    `pass --aws-default-region ${region}, with credentials of that account (AWS_PROFILE)`,
  );
}

/** AWS's refusal of a cluster that is not there, in the words of who asked. */
function inCluster<T>(cluster: string, account: Account, asked: Promise<T>): Promise<T> {
  return orElse(asked, async (error) => {
    if (refusalOf(error) !== 'ClusterNotFoundException') throw error;
    const fix = await nearestTo(cluster, account.ecsOf('').clusters());
    throw refused(`no cluster "${cluster}" in ${account.region}`, fix);
  });
}

const mostNear = 5;

async function nearestTo(asked: string, known: Promise<readonly string[]>): Promise<string> {
  const names = await orElse(known, () => []);
  const near = names.toSorted((a, b) => leven(asked, a) - leven(asked, b)).slice(0, mostNear);
  const there = near.length > 0 ? `, such as ${near.join(', ')}` : '; ecs-cd adopt --from-service lists all';
  return `in place of --from-service ${asked}, name one that there is${there}; or another region (--aws-default-region) or account (AWS_PROFILE)`;
}

const refused = (message: string, fix: string) => new EcsCdError('rejected', message, { fix });

/** Whoever asks is a person, mostly, who has no variables of a job; the name of the region may be wrong, too. */
export function inPerson(error: EcsCdError): EcsCdError {
  const { verdict, message, cause, problems } = error;
  if (cause === undefined) return error;
  const isOfCredentials = /-credentials$/.test(awsErrorKindOf(cause)) && !/\bregion\b/.test(message);
  const fix = isOfCredentials ? credentialsFix : error.fix?.replace('of this job', 'of your credentials');
  return new EcsCdError(verdict, message, { fix, cause, problems });
}

const credentialsFix =
  'set AWS_PROFILE to a profile ("aws sso login" renews its session), or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';

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
    SERVICE_NAME: all.map(liveNameOf).join(','),
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
  const ofServices = all.map((live) => [liveNameOf(live), repositoriesOf(live)] as const);
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

export const liveNameOf = ({ service }: LiveService) => lastSegmentOf(service.serviceArn ?? '');

/** By container. */
function repositoriesOf({ taskDefinition: { containerDefinitions = [] } }: LiveService) {
  const entries = containerDefinitions.map(({ name = '', image = '' }) => [
    name,
    image.replace(/@.*$/, '').replace(/:[^:/]*$/, ''),
  ]);
  return Object.fromEntries(entries) as Readonly<Record<string, string>>;
}
