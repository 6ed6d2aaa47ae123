import type { ServiceDeploymentBrief, TaskDefinition } from '@aws-sdk/client-ecs';
import { awsErrorKindOf } from '../aws/aws-error-kind';
import { chunksOf } from '../aws/pages';
import type { JobLog } from '../log/job-log';
import { EcsCdError } from '../errors';
import type { Ecs } from './ecs-api';
import { deploymentIdOfRevision } from '../names/arn';
import { unlessGone } from './ecs-call';
import type { ServiceDeploymentFilter } from './service-deployments-api';

export interface HistoryEffects {
  readonly ecs: Ecs;
  readonly log: JobLog;
  /** Where more depends on it than what a rollback goes to: a refusal is thrown. */
  readonly mustBeSeen?: true;
}

export type DeployedRevision = Awaited<ReturnType<typeof revisionsOf>>[number];

/** No more at a time (AWS docs). */
const revisionsPerCall = 20;
/** Weeks, also where somebody deploys all day; a run that reads further drains what the account may ask (AWS docs). */
const mostRecords = 400;

type Filter = Pick<ServiceDeploymentFilter, 'status'>;

/**
 * The revisions that were deployed, newest deployment first, and how that ended (ECS keeps the records for 90 days, AWS
 * docs): no more of them are asked for than are taken.
 */
export async function* recordedRevisions(
  { ecs, log }: HistoryEffects,
  filter: Filter = {},
): AsyncGenerator<DeployedRevision> {
  let recordsLeft = mostRecords;
  for await (const records of ecs.listServiceDeployments(filter)) {
    for (const some of chunksOf(records, revisionsPerCall)) {
      if ((recordsLeft -= some.length) < 0)
        return log.warning(
          `only the newest ${mostRecords} deployments of the service were looked at; older ones were not read`,
        );
      yield* await revisionsOf(some, ecs);
    }
  }
}

/** The same; none where ECS refuses to show them, which is said. */
export async function* deployedRevisions(
  effects: HistoryEffects,
  filter: Filter = {},
): AsyncGenerator<DeployedRevision> {
  try {
    yield* recordedRevisions(effects, filter);
  } catch (error) {
    if (effects.mustBeSeen || !isRefused(error)) throw error;
    effects.log.warning(`the history of the service cannot be seen: ${(error as Error).message}`);
  }
}

/** Denied, or not to be had of this service (UnsupportedFeatureException and the like): neither stops a deployment. */
function isRefused(error: unknown): boolean {
  const isRejected = error instanceof EcsCdError && error.verdict === 'rejected';
  return isRejected && ['denied', 'other'].includes(awsErrorKindOf(error));
}

async function revisionsOf(records: readonly ServiceDeploymentBrief[], ecs: Ecs) {
  const arns = records.flatMap(({ targetServiceRevisionArn: arn }) => (arn === undefined ? [] : [arn]));
  if (arns.length === 0) return [];
  const revisions = await ecs.describeServiceRevisions([...new Set(arns)]);
  return records.flatMap((record) => {
    const { targetServiceRevisionArn: arn = '', status, createdAt } = record;
    const { taskDefinition } = revisions.find((one) => one.serviceRevisionArn === arn) ?? {};
    const deploymentId = deploymentIdOfRevision(arn);
    return taskDefinition === undefined ? [] : [{ taskDefinition, status, deploymentId, createdAt, record }];
  });
}

/** Whether a service can still be updated to a revision. */
export async function isActive(
  taskDefinition: string,
  ecs: Ecs,
  known: readonly TaskDefinition[] = [],
): Promise<boolean> {
  const seen = known.find(({ taskDefinitionArn }) => taskDefinitionArn === taskDefinition);
  if (seen) return seen.status === 'ACTIVE';
  const described = await unlessGone(ecs.describeTaskDefinition(taskDefinition));
  return described?.taskDefinition.status === 'ACTIVE';
}
