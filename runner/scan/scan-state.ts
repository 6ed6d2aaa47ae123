import type { ScanStatus } from '@aws-sdk/client-ecr';
import type { ImageScan } from '../ecr/scan-api';
import { EcsCdError } from '../errors';
import type { ScanSettings } from '../settings/scan-settings';
import { rankOf, vulnerabilitiesIn, type Vulnerability } from './vulnerability';

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
export function foundIn(
  { status, description, found }: ImageScan,
  { severity }: ScanSettings,
): readonly Vulnerability[] | string {
  const said = `${status}${description && `: ${description}`}`;
  const fix = fixes[status];
  if (fix !== undefined)
    throw new EcsCdError('rejected', `ECR has no findings of the image: ${said}`, { fix });
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
