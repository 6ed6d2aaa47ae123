import type { Clock } from '../clock';
import type { Ecr } from '../ecr/ecr-api';
import type { JobLog } from '../log/job-log';
import { permitted } from '../ecr/permitted';

interface Effects {
  readonly ecr: Pick<Ecr, 'signings'>;
  readonly log: JobLog;
  readonly clock: Clock;
  readonly interruption: AbortSignal;
}

const pauseMs = 2_000;
const looks = 15;

/** Says how ECR's managed signing ended: it signs by itself after a push, and with the rights of whoever pushed (AWS docs). */
export async function tellSigning(
  digest: string,
  profileArn: string,
  { ecr, log, clock, interruption }: Effects,
): Promise<void> {
  for (let look = 1; look <= looks && !interruption.aborted; look++) {
    const answer = await permitted(ecr.signings(digest), log);
    if (!answer) return;
    const ours = answer.value.find(({ signingProfileArn }) => signingProfileArn === profileArn);
    if (ours?.status === 'COMPLETE') return log.line(`ECR signed the image with ${profileArn}`);
    if (ours?.status === 'FAILED') {
      const { failureCode = 'no failure code', failureReason = '' } = ours;
      return log.warning(
        `ECR could not sign the image with ${profileArn}: ${`${failureCode} ${failureReason}`.trimEnd()}; allow signer:SignPayload on it to the user or role of this job (ecs-cd iam-policy prints it), and push the image again (--rebuild)`,
      );
    }
    await clock.sleep(pauseMs, interruption);
  }
  log.warning(
    `no signature of ${profileArn} was seen; check that a rule of ECR's signing configuration names it for this repository`,
  );
}
