import type { Ecr } from '../ecr/ecr-api';
import { platformImagesIn } from '../ecr/manifest';
import { EcsCdError } from '../errors';
import { imageByTag } from '../names/image-reference';
import type { ScanRecord } from '../report/scan-reports';
import { scanTableOf } from '../report/table';
import { awaitScan, type ScanEffects } from '../scan/await-scan';
import { isOver, judgedOf, type Judged } from '../scan/judge-findings';
import { countsTextOf, type Vulnerability } from '../scan/vulnerability';
import type { JobEnd } from '../settings/job-end';
import type { ScanCommandSettings } from '../settings/scan-settings';
import type { Outcome } from '../verdict/outcome';

interface Effects extends ScanEffects {
  readonly ecr: Ecr;
  readonly jobEnd: JobEnd | undefined;
  /** Keeps GitLab's reports. */
  readonly write: (record: ScanRecord) => Promise<void>;
}

/** Waits for what ECR finds in the image that DOCKER_TAG names, and says whether the image may go on. */
export async function scanImage({ image, scan }: ScanCommandSettings, effects: Effects): Promise<Outcome> {
  const { ecr, log, clock, jobEnd, write } = effects;
  const reference = imageByTag(image.repository, image.tag);
  const held = await ecr.image(image.tag);
  const images = held ? platformImagesIn(held) : [];
  if (!held || images.length === 0) {
    throw new EcsCdError('rejected', `ECR has no image ${reference}${held ? ': its index is empty' : ''}`, {
      fix: 'let this job run after the build, and check REPOSITORY_URL and DOCKER_TAG',
    });
  }
  log.line(`image       ${reference} is ${held.digest}`);
  const startedAt = clock.now();
  const deadline = Math.min(startedAt + scan.timeoutSeconds * 1000, jobEnd?.leaveAt ?? Infinity);
  const all: Vulnerability[] = [];
  for (const { digest, platform } of images) {
    const found = await awaitScan(digest, scan, deadline, effects);
    log.line(`findings    ${countsTextOf(found)}${platform && ` (${platform})`}`);
    all.push(...found);
  }
  const endedAt = clock.now();
  const judged = judgedOf(all, scan, endedAt);
  log.line(scanTableOf(judged));
  for (const exception of scan.exceptions) {
    const { id, until, reason } = exception;
    if (isOver(exception, endedAt)) log.warning(`the exception ${id} ended on ${until} (${reason})`);
    if (!judged.some((one) => one.id === id)) log.warning(`the exception ${id} fits no finding: remove it`);
  }
  await write({ reference, dockerfile: scan.dockerfile, judged, startedAt, endedAt });
  return outcomeOf(judged, reference, scan.severity);
}

function outcomeOf(judged: readonly Judged[], reference: string, severity: string): Outcome {
  const stopping = judged.filter(({ isStopping }) => isStopping);
  const limit = severity === 'critical' ? severity : `${severity} or above`;
  const passed = `${reference} was scanned: nothing that is ${limit} is without an exception`;
  if (stopping.length === 0) return { verdict: 'succeeded', happened: passed, findings: [] };
  return {
    verdict: 'vulnerable',
    happened: `${reference} has ${countsTextOf(stopping)} without an exception (ECS_CD_SCAN_SEVERITY: ${limit})`,
    findings: [],
    fix: 'take the versions that are fixed, or another base image; or except a finding in the file of ECS_CD_SCAN_EXCEPTIONS, with a reason and a last day',
  };
}
