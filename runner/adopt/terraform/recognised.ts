import { arnPartsOf, familyOf, lastSegmentOf } from '../../names/arn';
import { ecrRegistryOf, ecrUrlOfArn, imageReferenceOf } from '../../names/image-reference';
import { regionOf } from '../../settings/checks/checks';
import type { VariableName } from '../../settings/variables/variables';
import { leavesOf, type TerraformOutputs } from './terraform-output';

/** A text somewhere in the outputs, and what it comes to for a variable. */
export interface Candidate {
  /** As --map names it. */
  readonly path: string;
  readonly value: string;
}

/** What a text comes to, if it is of that kind. */
type Read = (text: string, name: string) => string | undefined;

const isName = (text: string) => /^[\w-]{1,255}$/.test(text);

/** Application Auto Scaling calls a service service/CLUSTER/NAME (AWS docs). */
const ecsResource = (text: string, kind: string) => {
  const { service = 'ecs', resource = /^service\/[\w-]+\/[\w-]+$/.exec(text)?.[0] ?? '' } =
    arnPartsOf(text) ?? {};
  return service === 'ecs' && resource.startsWith(`${kind}/`) ? resource.slice(kind.length + 1) : undefined;
};
/** The ARN of a service from before 2021 does not name its cluster (AWS docs). */
const clusterOf: Read = (text) => {
  const name = ecsResource(text, 'cluster') ?? /^(.+)\//.exec(ecsResource(text, 'service') ?? '')?.[1];
  return name !== undefined && isName(name) ? name : undefined;
};
const serviceOf: Read = (text) => ecsResource(text, 'service') && lastSegmentOf(text);
export const familyIn: Read = (text) => ecsResource(text, 'task-definition') && familyOf(text);

/** The repository of an image, of a repository's ARN, or of its URL. */
export const repositoryIn: Read = (text) => {
  const { registry = '', name = '' } = imageReferenceOf(text) ?? {};
  return ecrRegistryOf(registry) ? `${registry}/${name}` : ecrUrlOfArn(text);
};

const isRegion = (text = '') => 'value' in regionOf(text);
const regionIn =
  (...services: readonly string[]): Read =>
  (text) => {
    const { service = '', region } = arnPartsOf(text) ?? {};
    return isRegion(region) && (services.length === 0 || services.includes(service)) ? region : undefined;
  };
const ecrRegionIn: Read = (text) => ecrRegistryOf(/^[^/]*/.exec(text)?.[0] ?? '')?.region;

const roleIn: Read = (text) => {
  const { service, resource = '' } = arnPartsOf(text) ?? {};
  return service === 'iam' && resource.startsWith('role/') ? text : undefined;
};

/** Under such a name a text may be the plain name of the thing too. */
const named =
  (names: RegExp, ...reads: readonly Read[]): Read =>
  (text, name) =>
    names.test(name) ? firstOf(reads, text, name) : undefined;
const plain: Read = (text) => (isName(text) ? text : undefined);
const firstOf = (reads: readonly Read[], text: string, name: string) => {
  for (const read of reads) {
    const value = read(text, name);
    if (value !== undefined) return value;
  }
  return undefined;
};

/** Names as people give them, without what stands for nothing in front; what an ID is of, only an ARN says. */
const revisionName = /^(?:service_)?task_?def(?:inition)?(?:_family|_name)?$|^(?:task_)?family$/;

/** The surest first: where one of them finds something, the next is not asked. */
const tiers: { readonly [Name in VariableName]?: readonly Read[] } = {
  CLUSTER_NAME: [
    named(/^(?:service_)?cluster(?:_name|_arn|_id)?$/, clusterOf),
    named(/^(?:service_)?cluster(?:_name)?$/, plain),
    clusterOf,
  ],
  SERVICE_NAME: [
    named(/^service(?:_name|_arn|_id)?$/, serviceOf),
    named(/^service(?:_name)?$/, plain),
    serviceOf,
    named(/^services_[a-z0-9]+_name$/, plain),
  ],
  TASK_FAMILY: [
    named(revisionName, familyIn, (text) => /^([\w-]{1,255}):\d+$/.exec(text)?.[1], plain),
    familyIn,
  ],
  REPOSITORY_URL: [named(/^(?:ecr_)?repo(?:sitory)?_ur[il]$/, repositoryIn), repositoryIn],
  REPOSITORY_NAME: [
    named(/^(?:ecr_)?repo(?:sitory)?_name$/, (text) => (/^[\w./-]+$/.test(text) ? text : undefined)),
  ],
  DOCKER_BUILD_CONTEXT: [named(/^(?:docker_)?build_context$/, (text) => text)],
  AWS_DEFAULT_REGION: [
    named(/^(?:default_)?region$/, (text) => (isRegion(text) ? text : undefined)),
    regionIn('ecs'),
    ecrRegionIn,
    regionIn('ecr', 'logs', 'elasticloadbalancing'),
    regionIn(),
  ],
  ECS_CD_ROLE_ARN: [
    named(/(?:^|_)(?:ecs_cd|gitlab|deploy(?:er|ment)?|ci_?cd|ci)(?:_[a-z]+)*_role(?:_arn)?$/, roleIn),
  ],
};

/** The role of the build alone, which belongs to no environment. */
export const buildRole = named(/(?:^|_)(?:build(?:er)?|branch(?:es)?)_role(?:_arn)?$/, roleIn);

/** What the outputs may mean for a variable, each value once: one is it, of several nobody knows which. */
export function candidatesFor(
  variable: VariableName,
  outputs: TerraformOutputs,
  reads: readonly Read[] = tiers[variable] ?? [],
): readonly Candidate[] {
  const leaves = leavesOf(outputs);
  for (const read of reads) {
    const found = new Map<string, Candidate>();
    for (const { path, text } of leaves) {
      const value = read(text, nameOf(path));
      if (value !== undefined && !found.has(value)) found.set(value, { path, value });
    }
    if (found.size > 0) return [...found.values()];
  }
  return [];
}

/** `module.this_ecs_service.name` is `service_name`. */
function nameOf(path: string): string {
  return path
    .toLowerCase()
    .replaceAll(/[.-]/g, '_')
    .replace(/^(?:(?:aws|ecs|fargate|this)_)+/, '');
}
