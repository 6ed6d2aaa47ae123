import type { Clock } from '../clock';
import { cancellationOf } from '../ecr/ecr-refusal';
import type { ImageScan, ImageScans } from '../ecr/scan-api';
import { EcsCdError, mayPass } from '../errors';
import type { JobLog } from '../log/job-log';
import { minutesOf } from '../log/timeline';
import { poll } from '../poll';
import type { ScanSettings } from '../settings/scan-settings';
import { type Vulnerability, rankOf, vulnerabilitiesIn } from './vulnerability';
import type { ScanStatus } from '@aws-sdk/client-ecr';

export interface ScanEffects {
  readonly scans: ImageScans;
  readonly log: JobLog;
  readonly clock: Clock;
  readonly interruption: AbortSignal;
}

/** A basic scan takes seconds, one of Amazon Inspector's minutes (field reports). */
const pauseOf = (waitedMs: number) => (waitedMs < 60_000 ? 5_000 : 20_000);
/** Until ECR knows of the scan that a push begins: seconds (field reports). */
const longestStartMs = 120_000;

interface Waiting {
  readonly why: string;
  /** Whether ECR was asked for a scan, and why it begins none. */
  readonly isAsked: boolean;
  readonly refusal?: EcsCdError | undefined;
  /** AWS did not answer the last look. */
  readonly trouble?: EcsCdError;
}

type Found = { readonly found: readonly Vulnerability[] };

/** What ECR finds in an image. All else is thrown: no scan is no good one. */
export async function awaitScan(
  digest: string,
  settings: ScanSettings,
  deadline: number,
  { scans, log, clock, interruption }: ScanEffects,
): Promise<readonly Vulnerability[]> {
  const start = clock.now();
  const ended = await poll<Waiting, Waiting | Found, Found>(
    { clock, interruption },
    { state: { why: '', isAsked: false }, waitMs: 0 },
    {
      read: (state) => lookAt(digest, state, settings, scans),
      step(before, now) {
        if ('found' in now) return { end: now };
        const waitedMs = clock.now() - start;
        const { why, refusal, trouble } = now;
        const isOver = clock.now() >= deadline;
        if (refusal && (isOver || waitedMs >= longestStartMs)) throw neverBegun(digest, refusal);
        if (isOver) throw trouble ?? tooLate(digest, why, waitedMs);
        if (why !== before.why) log.line(`waiting     for ECR's scan of ${digest}: ${why}`);
        return { state: now, waitMs: Math.min(pauseOf(waitedMs), deadline - clock.now()) };
      },
    },
  );
  if ('interrupted' in ended) throw cancellationOf(interruption, "waiting for ECR's scan");
  return ended.end.found;
}

async function lookAt(
  digest: string,
  { isAsked, refusal }: Waiting,
  settings: ScanSettings,
  scans: ImageScans,
): Promise<Waiting | Found> {
  try {
    const scan = (await scans.scanOf(digest)) ?? (isAsked ? undefined : await scans.start(digest));
    if (!scan || scan instanceof EcsCdError)
      return { why: 'it has not begun', isAsked: true, refusal: scan ?? refusal };
    const found = foundIn(scan, settings);
    return typeof found === 'string' ? { why: found, isAsked } : { found };
  } catch (error) {
    if (!(error instanceof EcsCdError && mayPass(error))) throw error;
    return { why: error.message, isAsked, refusal, trouble: error };
  }
}

function neverBegun(digest: string, refusal: EcsCdError): EcsCdError {
  return new EcsCdError('rejected', `ECR has not begun to scan ${digest}: ${refusal.message}`, {
    fix: 'let ECR scan what is pushed to the repository: scan on push, or a filter of the registry (enhanced scanning); with basic scanning, ecr:StartImageScan will do',
    cause: refusal,
  });
}

function tooLate(digest: string, why: string, waitedMs: number): EcsCdError {
  return new EcsCdError(
    'timed-out',
    `ECR has no findings of ${digest} after ${minutesOf(waitedMs / 1000)}: ${why}`,
    {
      fix: 'run the job again: ECR goes on with its scan; or raise ECS_CD_SCAN_TIMEOUT (and job_timeout)',
    },
  );
}

const another = 'scan the image with another tool';

/** What to do about a scan that brings no findings. (AWS docs: ImageScanStatus) */
const fixes: Readonly<Partial<Record<string, string>>> = {
  FAILED: `push a new image: ECR scans one and the same again after 24 hours; or ${another}`,
  UNSUPPORTED_IMAGE: `build the image from an operating system that ECR can scan, or ${another}`,
  SCAN_ELIGIBILITY_EXPIRED: 'push the image again, or extend the re-scan duration of ECR in Amazon Inspector',
  FINDINGS_UNAVAILABLE: `look at the image in the ECR console, push a new one, or ${another}`,
  LIMIT_EXCEEDED: 'run the job again tomorrow, or ask AWS for a higher quota of image scans',
  IMAGE_ARCHIVED: 'restore the image (aws ecr update-image-storage-class), or push it again',
} satisfies Partial<Record<ScanStatus, string>>;

/** What a scan has found; else what it is waited for. Throws where waiting will not help. */
function foundIn(
  { status, description, found }: ImageScan,
  { severity }: ScanSettings,
): readonly Vulnerability[] | string {
  const said = `${status}${description && `: ${description}`}`;
  const fix = fixes[status];
  if (fix) throw new EcsCdError('rejected', `ECR has no findings of the image: ${said}`, { fix });
  if (status !== 'COMPLETE' && status !== 'ACTIVE') return said;
  const { imageScanCompletedAt, findingSeverityCounts: counts } = found;
  // ECR says COMPLETE or ACTIVE before Amazon Inspector's findings are there (field report: aws-sdk 289).
  if (imageScanCompletedAt === undefined && counts === undefined) return `${said} (without a result)`;
  const listed = [...(found.findings ?? []), ...(found.enhancedFindings ?? [])];
  const unlisted = Object.entries(counts ?? {}).filter(
    ([word, count]) =>
      rankOf(word.toLowerCase()) <= rankOf(severity) &&
      listed.filter((one) => one.severity === word).length < count,
  );
  return unlisted.length > 0
    ? `${said} (${unlisted.map(([word]) => word).join(', ')} not listed in full)`
    : vulnerabilitiesIn(found);
}
