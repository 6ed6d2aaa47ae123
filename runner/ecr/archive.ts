import type { ImageStatus } from '@aws-sdk/client-ecr';
import { awsErrorKindOf } from '../aws/aws-error-kind';
import { EcsCdError } from '../errors';
import type { Ecr } from './ecr-api';
import type { ReplicaEffects } from './replica';

const pauseMs = 15_000;
/** It takes up to 20 minutes (AWS docs). */
const longestWaitMs = 25 * 60_000;

/** Waits until an image that ECR holds can be pulled; `first` is what it says of it now. */
export async function bringBack(
  ecr: Ecr,
  name: string,
  first: ImageStatus,
  { clock, log, interruption, jobEnd }: ReplicaEffects,
): Promise<void> {
  if (first === 'ACTIVE') return;
  log.line(`archived    ${name} is in the archive of ECR: restoring it, which takes up to 20 min`);
  if (first === 'ARCHIVED') await ecr.restore(name);
  const end = Math.min(clock.now() + longestWaitMs, jobEnd?.leaveAt ?? Infinity);
  while ((await ecr.imageStatus(name)) !== 'ACTIVE') {
    if (clock.now() >= end) {
      throw new EcsCdError('try-again', `ECR has not restored ${name} from its archive yet`, {
        fix: 'run the job again: ECR goes on with it',
      });
    }
    await clock.sleep(Math.min(pauseMs, end - clock.now()), interruption);
  }
}

/** The same repository, which brings an image back from the archive before it hands it out. */
export function outOfArchive(ecr: Ecr, surroundings: ReplicaEffects): Ecr {
  return {
    ...ecr,
    async image(asked) {
      const image = await ecr.image(asked);
      if (image) return image;
      const status = await ecr.imageStatus(asked).catch(unlessDenied);
      if (status === undefined) return undefined;
      await bringBack(ecr, asked, status, surroundings);
      return ecr.image(asked);
    },
  };
}

/** Whoever may not look is told that the image is not there, as before there was an archive. */
function unlessDenied(error: unknown): undefined {
  if (awsErrorKindOf(error) !== 'denied') throw error;
}
