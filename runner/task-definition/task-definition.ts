import type {
  ContainerDefinition,
  RegisterTaskDefinitionCommandInput,
  Tag,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { isImageOf, type Repository } from '../names/image-reference';
import { plainText } from '../log/plain-text';
import { familyRevisionOf } from '../names/arn';
import { differencesBetween } from './differences';

/** A revision as DescribeTaskDefinition answers it, with its tags, which stand outside the task definition there. */
export interface Revision {
  readonly taskDefinition: TaskDefinition;
  readonly tags: readonly Tag[];
}

export interface DescribedRevision extends Revision {
  /** Paths in it that would be lost on the way to a new revision; see `lostPaths`. */
  readonly lost: readonly string[];
}

/** Why nothing can be registered from a revision, if so. */
export function lossOf({
  taskDefinition,
  lost,
}: DescribedRevision): { readonly message: string; readonly fix: string } | undefined {
  if (lost.length === 0) return undefined;
  const name = familyRevisionOf(taskDefinition.taskDefinitionArn ?? '');
  return {
    message: `${name} has fields that this version of ecs-cd does not know and would lose: ${lost.join(', ')}`,
    fix: 'use a newer version of ecs-cd, or register a revision without these fields',
  };
}

/** What a deployment changes in a task definition. Everything else is carried over untouched. */
export interface RevisionChange {
  /** Name of the container that gets the image. */
  readonly container: string;
  readonly image: string;
  readonly stage: string;
}

/** Members that DescribeTaskDefinition answers and RegisterTaskDefinition does not take (AWS docs). */
const describeOnly = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
] as const satisfies readonly (keyof TaskDefinition)[];

type Described = Omit<TaskDefinition, (typeof describeOnly)[number]>;

/** Everything of a revision that can be registered again. */
export function registrableOf(taskDefinition: TaskDefinition): Described {
  const described: Record<string, unknown> = { ...taskDefinition };
  for (const member of describeOnly) delete described[member];
  return described;
}

/**
 * The container that gets the image: the one that was asked for, else the one whose image comes from the repository,
 * else the only one there is. Two candidates are never guessed between.
 */
export function imageContainerOf(
  { containerDefinitions = [], taskDefinitionArn }: TaskDefinition,
  repository: Repository,
  asked?: string,
): string {
  const names = containerDefinitions.map(({ name = '' }) => name);
  const where = `${taskDefinitionArn ?? 'the task definition'} has the containers ${names.join(', ')}`;
  if (asked !== undefined) {
    if (names.includes(asked)) return asked;
    throw new EcsCdError('invalid-usage', `ECS_CD_CONTAINER is ${asked}, but ${where}`, {
      fix: `set ECS_CD_CONTAINER to one of: ${names.join(', ')}`,
    });
  }
  const fromRepository = containerDefinitions.filter(({ image = '' }) => isImageOf(repository, image));
  const candidates = fromRepository.length > 0 ? fromRepository : containerDefinitions;
  const [only, ...others] = candidates;
  if (only?.name !== undefined && others.length === 0) return only.name;
  const reason = fromRepository.length > 1 ? `${fromRepository.length} of them run` : 'none of them runs';
  throw new EcsCdError('invalid-usage', `${where}, and ${reason} an image of ${repository.url}`, {
    fix: `set ECS_CD_CONTAINER to the container that gets the image: ${candidates.map(({ name }) => name).join(', ')}`,
  });
}

/** The revision to run: the image in its container, STAGE as the prefix of every awslogs stream. */
export function withChange(
  { taskDefinition, tags }: Revision,
  change: RevisionChange,
): RegisterTaskDefinitionCommandInput {
  const { containerDefinitions = [], family, ...rest } = registrableOf(taskDefinition);
  return {
    ...rest,
    family,
    containerDefinitions: containerDefinitions.map((container) =>
      withStage(
        container.name === change.container ? { ...container, image: change.image } : container,
        change.stage,
      ),
    ),
    // An empty list is refused ("Tags can not be empty."), and aws: tags belong to AWS (AWS docs).
    ...tagsOf(tags),
  };
}

function tagsOf(tags: readonly Tag[]): { tags?: Tag[] } {
  const ours = tags.filter(({ key }) => !key?.toLowerCase().startsWith('aws:'));
  return ours.length > 0 ? { tags: ours } : {};
}

function withStage(container: ContainerDefinition, stage: string): ContainerDefinition {
  const { logConfiguration } = container;
  if (logConfiguration?.logDriver !== 'awslogs') return container;
  const options = { ...logConfiguration.options, 'awslogs-stream-prefix': stage };
  return { ...container, logConfiguration: { ...logConfiguration, options } };
}

/** Whether registering would make a revision that differs from the one it is based on. */
export function isChanged(base: Revision, change: RevisionChange): boolean {
  return differencesBetween(registrableOf(base.taskDefinition), withChange(base, change)).length > 0;
}

/**
 * Where two revisions differ apart from what a deployment changes anyway: paths such as `containerDefinitions.app.cpu`,
 * never values, which may be secrets.
 */
export function differencesOf(one: TaskDefinition, other: TaskDefinition, change: RevisionChange): string[] {
  const changed = (taskDefinition: TaskDefinition) => withChange({ taskDefinition, tags: [] }, change);
  return differencesBetween(changed(one), changed(other)).map(({ path }) => plainText(path.join('.')));
}

/**
 * Paths that AWS answered and that would not survive to the next revision: `raw` is AWS's own JSON, `parsed` what the
 * SDK made of it (it drops members it does not know, silently, both ways; measured), `registrable` the member names
 * that the SDK sends on register.
 */
export function lostPaths(raw: unknown, parsed: TaskDefinition, registrable: readonly string[]): string[] {
  const unsendable = Object.entries(registrableOf(parsed))
    .filter(([member, value]) => !registrable.includes(member) && !isEmpty(value))
    .map(([member]) => member);
  const carriedOver = isRecord(raw) ? registrableOf(raw) : raw;
  return [...missingPaths(carriedOver, parsed), ...unsendable];
}

function missingPaths(raw: unknown, parsed: unknown, path = ''): string[] {
  if (raw === null || raw === undefined) return [];
  if (parsed === undefined) return [path];
  if (Array.isArray(raw)) {
    const items = Array.isArray(parsed) ? parsed : [];
    return raw.flatMap((item, index) => missingPaths(item, items[index], `${path}[${index}]`));
  }
  if (!isRecord(raw) || !isRecord(parsed)) return [];
  return Object.entries(raw).flatMap(([key, value]) =>
    missingPaths(value, parsed[key], path ? `${path}.${key}` : key),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
