import type { ServiceDeploymentStatus, TaskDefinition } from '@aws-sdk/client-ecs';
import { awsErrorKindOf } from '../aws/aws-error-kind';
import type { JobLog } from '../log/job-log';
import { EcsCdError } from '../errors';
import type { Ecs } from './ecs-api';
import { deploymentIdOfRevision } from '../names/arn';
import { refusalOf } from './ecs-call';

interface Effects {
  readonly ecs: Ecs;
  readonly log: JobLog;
}

export interface DeployedRevision {
  /** ARN */
  readonly taskDefinition: string;
  readonly status: ServiceDeploymentStatus | undefined;
  readonly deploymentId: string;
  /** AWS's clock. */
  readonly createdAt: Date | undefined;
}

/**
 * The revisions that were deployed, newest deployment first, and how that ended (ECS keeps the records for 90 days, AWS
 * docs). Undefined where looking is not permitted; that is said.
 */
export async function deployedRevisions({ ecs, log }: Effects): Promise<DeployedRevision[] | undefined> {
  try {
    const records = await ecs.listServiceDeployments({});
    const arns = records.flatMap(({ targetServiceRevisionArn: arn }) => (arn === undefined ? [] : [arn]));
    const revisions = await ecs.describeServiceRevisions([...new Set(arns)]);
    const byArn = new Map(
      revisions.map(({ serviceRevisionArn, taskDefinition }) => [serviceRevisionArn, taskDefinition]),
    );
    return records.flatMap(({ targetServiceRevisionArn: arn = '', status, createdAt }) => {
      const taskDefinition = byArn.get(arn);
      const deploymentId = deploymentIdOfRevision(arn);
      return taskDefinition === undefined ? [] : [{ taskDefinition, status, deploymentId, createdAt }];
    });
  } catch (error) {
    if (awsErrorKindOf(error) !== 'denied') throw error;
    log.warning(`the history of the service cannot be seen: ${(error as Error).message}`);
    return undefined;
  }
}

/** Whether a service can still be updated to a revision. */
export async function isActive(
  taskDefinition: string,
  ecs: Ecs,
  known: readonly TaskDefinition[] = [],
): Promise<boolean> {
  const seen = known.find(({ taskDefinitionArn }) => taskDefinitionArn === taskDefinition);
  if (seen) return seen.status === 'ACTIVE';
  try {
    return (await ecs.describeTaskDefinition(taskDefinition)).taskDefinition.status === 'ACTIVE';
  } catch (error) {
    if (error instanceof EcsCdError && refusalOf(error) === 'ClientException') return false;
    throw error;
  }
}
