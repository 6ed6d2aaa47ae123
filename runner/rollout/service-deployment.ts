import type { Followed } from '../ecs/followed';
import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import { primaryOf } from '../ecs/deployments';
import type { Phase } from './state/rollout-state';
import { awsErrorKindOf } from '../aws/aws-error-kind';
import type { Clock } from '../clock';
import type { JobLog } from '../log/job-log';
import { lastSegmentOf, serviceRevisionIdOf } from '../names/arn';
import type { Ecs } from '../ecs/ecs-api';

/** The record may be dated a little before the deployment that it belongs to (AWS CLI sample: two seconds). */
const marginMs = 60_000;
/** A record that is there changes less often than the service, which hints at its end; one that is not may never come. */
const betweenReadsMs = 59_000;
/** Stages and weights of a traffic shift are told by nothing else. */
const betweenStagesMs = 12_000;
const searchMs = 15_000;
const justNowMs = 900;

/** (AWS docs) */
const ended: readonly (string | undefined)[] = [
  'SUCCESSFUL',
  'STOPPED',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
];

export interface ServiceDeploymentReader {
  /**
   * The record of the followed deployment, or undefined while there is none (it appears seconds late, or never). Asks
   * AWS only if this was not done just now, and not for a record that has ended.
   */
  read(): Promise<ServiceDeployment | undefined>;
  /** The same, and asks AWS though it was asked just now. */
  readNow(): Promise<ServiceDeployment | undefined>;
  /** The last reading, until it is time for another one. */
  readIfDue(): Promise<ServiceDeployment | undefined>;
  /** Its ARN, once it has been found. */
  arn(): string | undefined;
}

/**
 * Finds the service deployment that belongs to a deployment by the id of its service revision, never by "the newest",
 * and reads that one from then on. One API call a reading.
 */
export function serviceDeploymentReader(
  followed: Followed,
  { ecs, log, clock }: { ecs: Ecs; log: JobLog; clock: Clock },
): ServiceDeploymentReader {
  const start = clock.now();
  let arn: string | undefined;
  let last: ServiceDeployment | undefined;
  let lastRead = -Infinity;
  let isPermitted = true;

  async function readNow() {
    if (!isPermitted || ended.includes(last?.status)) return last;
    try {
      lastRead = clock.now();
      if (arn === undefined) arn = await arnOf(followed, ecs);
      else last = await ecs.describeServiceDeployment(arn);
      return last;
    } catch (error) {
      if (awsErrorKindOf(error) !== 'denied') throw error;
      isPermitted = false;
      last = undefined;
      log.warning(`${(error as Error).message}; following the service's list of deployments instead`);
      return undefined;
    }
  }

  const read = () => (clock.now() - lastRead < justNowMs ? Promise.resolve(last) : readNow());
  return {
    arn: () => arn,
    read,
    readNow,
    readIfDue() {
      const isSearching = last === undefined && clock.now() - start < searchMs;
      const betweenMs = last?.lifecycleStage === undefined ? betweenReadsMs : betweenStagesMs;
      return isSearching || clock.now() - lastRead >= betweenMs ? read() : Promise.resolve(last);
    },
  };
}

async function arnOf(followed: Followed, ecs: Ecs): Promise<string | undefined> {
  const revisionId = serviceRevisionIdOf(followed.deploymentId);
  const createdAfter = new Date(followed.createdAt.getTime() - marginMs);
  for await (const briefs of ecs.listServiceDeployments({ createdAfter })) {
    const own = briefs.find(
      ({ targetServiceRevisionArn = '' }) => lastSegmentOf(targetServiceRevisionArn) === revisionId,
    );
    if (own) return own.serviceDeploymentArn;
  }
  return undefined;
}

/** Whether the record may have more to say than it had some seconds ago. */
export function isEndInSight(
  { deploymentId }: Followed,
  phase: Phase,
  service: Service | undefined,
): boolean {
  const { id, rolloutState } = primaryOf(service) ?? {};
  return rolloutState !== 'IN_PROGRESS' || (id !== deploymentId && phase === 'in-progress');
}
