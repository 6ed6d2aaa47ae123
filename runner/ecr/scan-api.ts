import type { ECRClient, ImageScanFindings } from '@aws-sdk/client-ecr';
import { allOf, pagesOf } from '../aws/pages';
import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import { ecrCallsOf, type EcrCalls, type EcrPlace } from './ecr-call-api';
import { refusalOf, unlessRefused } from '../aws/aws-error';

/** How far ECR is with the scan of an image, and what it has found so far. */
export interface ImageScan {
  /** ScanStatus, or a word that AWS has added since. */
  readonly status: string;
  readonly description: string;
  readonly found: ImageScanFindings;
}

export type ImageScans = ReturnType<typeof scanApi>;

/** The most that ECR gives in one answer (AWS docs). */
const pageSize = 1000;
const longestListMs = 60_000;

/** What StartImageScan says of the image itself, as a scan would. */
const unscannable: Readonly<Record<string, string>> = {
  UnsupportedImageTypeException: 'UNSUPPORTED_IMAGE',
  ImageArchivedException: 'IMAGE_ARCHIVED',
};

export function scanApi(client: ECRClient, place: EcrPlace, clock: Clock) {
  const calls = ecrCallsOf(client, place);
  return {
    scanOf: (digest: string) => scanOf(calls, digest, clock),
    start: (digest: string) => start(calls, digest),
  };
}

/** Undefined where ECR knows of no scan of that image. */
async function scanOf({ sdk, address, call, repository }: EcrCalls, imageDigest: string, clock: Clock) {
  const operation = 'DescribeImageScanFindings';
  const pages = pagesOf({ operation, limit: clock.timeout(longestListMs) }, async (nextToken) => {
    const input = { ...address, imageId: { imageDigest }, maxResults: pageSize, nextToken };
    const command = new sdk.DescribeImageScanFindingsCommand(input);
    const purpose = `read the scan of ${repository.url}@${imageDigest}`;
    const answer = await call(purpose, operation, command);
    return { items: [answer], nextToken: answer.nextToken };
  });
  const answers = await unlessRefused('ScanNotFoundException', allOf(pages));
  if (!answers) return undefined;
  const { imageScanStatus, imageScanFindings } = answers.at(-1) ?? {};
  const { status = 'no status', description = '' } = imageScanStatus ?? {};
  const all = answers.map((answer) => answer.imageScanFindings ?? {});
  const findings = all.flatMap((page) => page.findings ?? []);
  const enhancedFindings = all.flatMap((page) => page.enhancedFindings ?? []);
  return { status, description, found: { ...imageScanFindings, findings, enhancedFindings } };
}

/** Answers what is wrong with the image, or why ECR begins none on demand: it may yet do so by itself. */
async function start(
  { sdk, address, call, repository }: EcrCalls,
  imageDigest: string,
): Promise<ImageScan | EcsCdError | undefined> {
  const command = new sdk.StartImageScanCommand({ ...address, imageId: { imageDigest } });
  try {
    const purpose = `start a scan of ${repository.url}@${imageDigest}`;
    await call(purpose, 'StartImageScan', command);
    return undefined;
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    const status = unscannable[refusalOf(error) ?? ''];
    if (status) return { status, description: error.message, found: {} };
    // One in 24 hours, that of a push among them (AWS docs): it is on its way.
    if (refusalOf(error) === 'LimitExceededException') return undefined;
    if (error.verdict === 'rejected') return error;
    throw error;
  }
}
