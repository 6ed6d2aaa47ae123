import { EcsCdError } from '../errors';
import { refusalOf } from '../aws/aws-error';
import { unlessGone } from '../ecs/ecs-call';
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
  /** Whether it is the one to run itself, as ECS_CD_TO asks. */
  readonly isAsked?: true;
}

export async function baseRevisionOf(
  { family, file, to }: RevisionSettings,
  ecs: Ecs,
): Promise<BaseRevision> {
  if (to !== undefined) return { ...(await askedRevision(to, family, ecs)), isAsked: true };
  if (!file) return ecs.describeTaskDefinition(family);
  const base = ecs.revisionIn(file, family);
  return { ...base, file: { name: file.name, latest: await unlessGone(ecs.describeTaskDefinition(family)) } };
}

/** The revision that ECS_CD_TO names, if it can be deployed; a rollback with `again` takes a deregistered one too. */
export async function askedRevision(
  to: string,
  family: string,
  ecs: Ecs,
  rollback?: { readonly again: boolean },
): Promise<DescribedRevision> {
  const refused = (message: string, fix: string, cause?: unknown) =>
    new EcsCdError('rejected', `${to} (ECS_CD_TO) ${message}${rollback ? '; nothing was changed' : ''}`, {
      fix,
      cause,
    });
  const asked = await ecs.describeTaskDefinition(to).catch((error: unknown) => {
    if (refusalOf(error) !== 'ClientException') throw error;
    throw refused('does not exist', `name a revision of ${family} that is ACTIVE`, error);
  });
  const { status = 'in no known state' } = asked.taskDefinition;
  if (status === 'ACTIVE' || rollback?.again) return asked;
  throw refused(
    `is ${status}, not ACTIVE`,
    `name a revision that has not been deregistered${rollback ? ', or add ECS_CD_AGAIN=true (--again), which registers the same once more' : ''}`,
  );
}

/** The latest revision of the family, as far as there is one. */
export const latestOf = (base: BaseRevision) => (base.file ? base.file.latest : base);

/** `web:7`, or the name of the file. */
export const nameOfBase = ({ file, taskDefinition: { taskDefinitionArn = '' } }: BaseRevision) =>
  file?.name ?? familyRevisionOf(taskDefinitionArn);
