import type { Clock } from '../clock';
import { cancellationOf } from '../ecr/cancellation';
import type { ImageScans } from '../ecr/scan-api';
import { EcsCdError, mayPass } from '../errors';
import type { JobLog } from '../log/job-log';
import { elapsed } from '../log/timeline';
import { poll } from '../poll';
import type { ScanSettings } from '../settings/scan-settings';
import { foundIn } from './scan-state';
import type { Vulnerability } from './vulnerability';

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
    if (!scan) return { why: 'it has not begun', isAsked: true, refusal };
    if (scan instanceof EcsCdError) return { why: 'it has not begun', isAsked: true, refusal: scan };
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
  return new EcsCdError('timed-out', `ECR has no findings of ${digest} after ${elapsed(waitedMs)}: ${why}`, {
    fix: 'run the job again: ECR goes on with its scan; or raise ECS_CD_SCAN_TIMEOUT (and job_timeout)',
  });
}
