import { refusalOf } from '../ecs/ecs-call';
import type { Ecs } from '../ecs/ecs-api';
import { familyRevisionOf } from '../names/arn';
import type { RevisionSettings } from '../settings/slices';
import type { DescribedRevision } from '../task-definition/task-definition';

/** What a revision is made from: the latest ACTIVE one of TASK_FAMILY, or a file of the project. */
export interface BaseRevision extends DescribedRevision {
  readonly file?: {
    /** As the job names it. */
    readonly name: string;
    /** The latest revision of the family; undefined where it has none. */
    readonly latest: DescribedRevision | undefined;
  };
}

export async function baseRevisionOf({ family, file }: RevisionSettings, ecs: Ecs): Promise<BaseRevision> {
  if (!file) return ecs.describeTaskDefinition(family);
  const base = ecs.revisionIn(file, family);
  const latest = await ecs.describeTaskDefinition(family).catch((error: unknown) => {
    if (refusalOf(error) === 'ClientException') return undefined;
    throw error;
  });
  return { ...base, file: { name: file.name, latest } };
}

/** The latest revision of the family, as far as there is one. */
export const latestOf = (base: BaseRevision) => (base.file ? base.file.latest : base);

/** `web:7`, or the name of the file. */
export const nameOfBase = ({ file, taskDefinition: { taskDefinitionArn = '' } }: BaseRevision) =>
  file?.name ?? familyRevisionOf(taskDefinitionArn);
