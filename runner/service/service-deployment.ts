import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import { awsErrorKindOf } from '../aws/aws-error';
import type { JobLog } from '../report/job-log';
import { lastSegmentOf, serviceRevisionIdOf } from './arn';
import type { Ecs } from './ecs';
import type { Followed } from './rollout';

/** The record may be dated a little before the deployment that it belongs to (AWS CLI sample: two seconds). */
const marginMs = 60_000;

export interface ServiceDeploymentReader {
  /** The record of the followed deployment, or undefined while there is none (it appears seconds late, or never). */
  read(): Promise<ServiceDeployment | undefined>;
  /** Its ARN, once it has been found. */
  arn(): string | undefined;
}

/**
 * Finds the service deployment that belongs to a deployment by the id of its service revision, never by "the newest",
 * and reads that one from then on. One API call a reading.
 */
export function serviceDeploymentReader(
  followed: Followed,
  { ecs, log }: { ecs: Ecs; log: JobLog },
): ServiceDeploymentReader {
  const revisionId = serviceRevisionIdOf(followed.deploymentId);
  let arn: string | undefined;
  let isPermitted = true;

  const find = async () => {
    const createdAfter = new Date(followed.createdAt.getTime() - marginMs);
    const briefs = await ecs.listServiceDeployments({ createdAfter });
    return briefs.find(
      ({ targetServiceRevisionArn = '' }) => lastSegmentOf(targetServiceRevisionArn) === revisionId,
    )?.serviceDeploymentArn;
  };

  return {
    arn: () => arn,
    async read() {
      if (!isPermitted) return undefined;
      try {
        if (arn === undefined) {
          arn = await find();
          return undefined;
        }
        return await ecs.describeServiceDeployment(arn);
      } catch (error) {
        if (awsErrorKindOf(error) !== 'denied') throw error;
        isPermitted = false;
        log.warning(`${(error as Error).message}; following the service's list of deployments instead`);
        return undefined;
      }
    },
  };
}
