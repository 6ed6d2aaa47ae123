import type { ServiceDeploymentBrief } from '@aws-sdk/client-ecs';
import { awsErrorKindOf } from '../aws/aws-error';
import type { JobLog } from '../report/job-log';
import { EcsCdError } from '../errors';
import type { Ecs } from './ecs';
import { refusalOf } from './ecs-call';

interface Effects {
  readonly ecs: Ecs;
  readonly log: JobLog;
}

/**
 * The revisions that were deployed well, newest deployment first, as often as they were (ECS keeps the records for
 * 90 days, AWS docs). Undefined where looking is not permitted; that is said.
 */
export async function servedRevisions({ ecs, log }: Effects): Promise<string[] | undefined> {
  try {
    const successes = await ecs.listServiceDeployments({ status: ['SUCCESSFUL'] });
    const targets = successes.flatMap(({ targetServiceRevisionArn: arn }) =>
      arn === undefined ? [] : [arn],
    );
    const revisions = await ecs.describeServiceRevisions([...new Set(targets)]);
    const byArn = new Map(
      revisions.map(({ serviceRevisionArn, taskDefinition }) => [serviceRevisionArn, taskDefinition]),
    );
    return targets.flatMap((arn) => byArn.get(arn) ?? []);
  } catch (error) {
    if (awsErrorKindOf(error) !== 'denied') throw error;
    log.warning(`the history of the service cannot be seen: ${(error as Error).message}`);
    return undefined;
  }
}

/** The newest deployment that there is a record of, however it ended. */
export async function newestDeployment({ ecs }: Effects): Promise<ServiceDeploymentBrief | undefined> {
  const [newest] = await ecs.listServiceDeployments({});
  return newest;
}

/** Whether a service can still be updated to a revision. */
export async function isActive(taskDefinition: string, ecs: Ecs): Promise<boolean> {
  try {
    return (await ecs.describeTaskDefinition(taskDefinition)).taskDefinition.status === 'ACTIVE';
  } catch (error) {
    if (error instanceof EcsCdError && refusalOf(error) === 'ClientException') return false;
    throw error;
  }
}
