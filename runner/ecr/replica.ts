import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import type { JobEnd } from '../settings/job-end';
import type { JobLog } from '../log/job-log';
import { imageByTag, imageReferenceOf, type Repository } from '../names/image-reference';
import type { Ecr } from './ecr-api';

interface Replica {
  readonly repository: Repository;
  readonly tag: string;
  /** What the build says that it pushed: its outputs ECS_CD_IMAGE and ECS_CD_DOCKER_TAG. */
  readonly built: { readonly image: string | undefined; readonly tag: string | undefined };
}

export interface ReplicaEffects {
  readonly clock: Clock;
  readonly log: JobLog;
  readonly interruption: AbortSignal;
  /** When there is no time left to wait. */
  readonly jobEnd?: JobEnd | undefined;
}

const pauseMs = 5_000;
/** Most images are there within 30 minutes, small ones within seconds (AWS docs); a job waits for the small ones. */
const longestWaitMs = 180_000;

/**
 * The same repository, where ECR may still be copying the image of this pipeline into it from another region or account:
 * what is missing then is on its way. From here nothing else shows that a repository is a replica.
 */
export function awaitingReplica(ecr: Ecr, replica: Replica, surroundings: ReplicaEffects): Ecr {
  const { clock, log, interruption, jobEnd } = surroundings;
  const { repository, tag, built } = replica;
  if (!isCopyOf(repository, tag, built)) return ecr;
  const reference = imageByTag(repository, tag);
  return {
    ...ecr,
    async image(asked) {
      let image = await ecr.image(asked);
      if (image || asked !== tag) return image;
      log.line(`waiting for ECR to copy ${built.image ?? ''} to ${reference}`);
      const end = Math.min(clock.now() + longestWaitMs, jobEnd?.leaveAt ?? Infinity);
      for (; !image; image = await ecr.image(asked)) {
        if (clock.now() >= end || interruption.aborted) {
          throw new EcsCdError('try-again', `ECR has not copied ${built.image ?? ''} to ${reference} yet`, {
            fix: "run the job again; if it persists, check that the registry's replication rules cover this repository, and what DescribeImageReplicationStatus says of the image",
          });
        }
        await clock.sleep(pauseMs, interruption);
      }
      return image;
    },
  };
}

/** Built in this pipeline under the same name and tag, in another registry. */
function isCopyOf(repository: Repository, tag: string, built: Replica['built']): boolean {
  const source = imageReferenceOf(built.image ?? '');
  if (source?.name !== repository.name || built.tag !== tag) return false;
  return source.registry !== repository.registry;
}
