import type { RegisterTaskDefinitionCommandInput, Tag, TaskDefinition } from '@aws-sdk/client-ecs';
import { plainText } from '../log/plain-text';
import { familyRevisionOf } from '../names/arn';
import type { TaskValues } from '../settings/task-values';
import { withStage, withValues } from './task-values';
import { differencesBetween } from './normalized-task-definition';

/** A revision as DescribeTaskDefinition answers it, with its tags, which stand outside the task definition there. */
export interface Revision {
  readonly taskDefinition: TaskDefinition;
  readonly tags: readonly Tag[];
}

export interface DescribedRevision extends Revision {
  /** Paths in it that would be lost on the way to a new revision; see unknown-members.ts. */
  readonly lost: readonly string[];
  /** Paths that are as unknown and say nothing, so that nothing is lost with them. */
  readonly blank: readonly string[];
}

export function lossTextOf({ taskDefinitionArn = '' }: TaskDefinition, lost: readonly string[]): string {
  const name = familyRevisionOf(taskDefinitionArn);
  return `${name} has fields that this version of ecs-cd does not know and would lose: ${lost.join(', ')}`;
}

/** Why nothing can be registered from a revision, if so. */
export function lossOf(
  { taskDefinition, lost }: DescribedRevision,
  { image, stage = '' }: RevisionChange,
): { readonly message: string; readonly fix: string } | undefined {
  if (lost.length === 0) return undefined;
  const fields = lost.join(', ');
  return {
    message: lossTextOf(taskDefinition, lost),
    // What is that already is deployed as it is, and nothing is registered.
    fix: `register a revision without ${fields}, or one with them that has the image ${image} and the awslogs-stream-prefix ${stage} already: this job deploys it as it is; or use a version of ecs-cd that knows them, if there is one`,
  };
}

/** What a deployment changes in a task definition. Everything else is carried over untouched. */
export interface RevisionChange {
  /** Names of the containers that get the image. */
  readonly containers: readonly string[];
  readonly image: string;
  /** Undefined where nothing is changed: the revision is deployed as it is. */
  readonly stage: string | undefined;
  /** What the job sets in these containers, and for the task. */
  readonly values?: TaskValues | undefined;
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

/** What registers a revision once more as it is. */
export function sameAgain({ taskDefinition, tags }: Revision): RegisterTaskDefinitionCommandInput {
  const { containerDefinitions, family, ...rest } = registrableOf(taskDefinition);
  // An empty list is refused ("Tags can not be empty."), and aws: tags belong to AWS (AWS docs).
  const ours = tags.filter(({ key }) => !key?.toLowerCase().startsWith('aws:'));
  return { ...rest, family, containerDefinitions, ...(ours.length > 0 && { tags: ours }) };
}

/** The revision to run: image and values in its containers, STAGE as the prefix of every awslogs stream. */
export function withChange(
  revision: Revision,
  { containers, image, stage, values = {} }: RevisionChange,
): RegisterTaskDefinitionCommandInput {
  const same = sameAgain(revision);
  if (stage === undefined) return same;
  const { cpu = same.cpu, memory = same.memory } = values;
  return {
    ...same,
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
    containerDefinitions: (same.containerDefinitions ?? []).map((container) =>
      withStage(
        containers.includes(container.name ?? '') ? withValues({ ...container, image }, values) : container,
        stage,
      ),
    ),
  };
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
