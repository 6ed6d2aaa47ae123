import type {
  DescribeImageScanFindingsRequest,
  DescribeImageScanFindingsResponse,
  EnhancedImageScanFinding,
  ImageScanFinding,
  ImageScanStatus,
  StartImageScanRequest,
  StartImageScanResponse,
} from '@aws-sdk/client-ecr';
import { awsError, type Api, type Setting } from '../api';
import { pageOf } from '../ecs/page';
import { nameOf } from './ecr-shapes';
import type { ImageStore, StoredImage } from './image-store';
import { referencesOf } from './images/manifest';
import { refusals } from './refusals';

/** How a repository is scanned, and what is found in its images. */
export interface Scanning {
  /** Enhanced scanning begins by itself; basic scanning with a push, or when it is asked to. */
  readonly type?: 'basic' | 'basic on push' | 'enhanced' | 'enhanced elsewhere';
  /** From its beginning until it has ended; 30 unless said. */
  readonly seconds?: number;
  /** For how long after that an enhanced scan has ended without findings. (field report: aws-sdk 289) */
  readonly emptySeconds?: number;
  /** How it ends, where that is not COMPLETE or ACTIVE. */
  readonly status?: ImageScanStatus;
  readonly findings?: readonly ImageScanFinding[];
  readonly enhancedFindings?: readonly EnhancedImageScanFinding[];
  /** Those of the images of one architecture alone. */
  readonly only?: string;
}

const day = 86_400_000;

export function imageScans({ accountId, clock }: Setting, store: ImageStore) {
  const scannings = new Map<string, Scanning>();
  const asked = new Map<string, number>();
  const refused = refusals(accountId);

  function addressed({
    repositoryName = '',
    imageId = {},
  }: Pick<DescribeImageScanFindingsRequest, 'repositoryName' | 'imageId'>) {
    const repository = store.repository(repositoryName);
    const image = store.image(repository.name, nameOf(imageId));
    if (!image) throw refused.imageUnknown(repository.name, nameOf(imageId));
    const isIndex = referencesOf(image.manifest, image.mediaType).images.length > 0;
    const scanning = scannings.get(repository.name) ?? {};
    const isByItself = ['basic on push', 'enhanced'].includes(scanning.type ?? 'basic');
    const startedAt = isIndex
      ? undefined
      : (asked.get(image.digest) ?? (isByItself ? image.pushedAt.getTime() : undefined));
    return { repository, image, isIndex, scanning, startedAt };
  }

  const operations: Api['operations'] = {
    StartImageScan(input: StartImageScanRequest): StartImageScanResponse {
      const { repository, image, isIndex, scanning, startedAt } = addressed(input);
      if (scanning.type?.startsWith('enhanced'))
        throw awsError('ValidationException', 'This feature is disabled');
      if (isIndex)
        throw awsError('UnsupportedImageTypeException', `The image of ${repository.name} cannot be scanned`);
      if (startedAt !== undefined && clock.now() - startedAt < day)
        throw awsError(
          'LimitExceededException',
          'The scan quota per image has been exceeded. Wait and try again.',
        );
      asked.set(image.digest, clock.now());
      return { imageId: { imageDigest: image.digest }, imageScanStatus: { status: 'IN_PROGRESS' } };
    },

    DescribeImageScanFindings(input: DescribeImageScanFindingsRequest): DescribeImageScanFindingsResponse {
      const { repository, image, scanning, startedAt } = addressed(input);
      const imageId = { imageDigest: image.digest };
      if (startedAt === undefined)
        throw awsError(
          'ScanNotFoundException',
          `Image scan does not exist for the image with '{imageDigest:'${image.digest}', imageTag:'null'}' in the ` +
            `repository with name '${repository.name}' in the registry with id '${accountId}'`,
        );
      const { type = 'basic', seconds = 30, emptySeconds = 0, status: end } = scanning;
      const ageMs = clock.now() - startedAt;
      const isEnhanced = type === 'enhanced';
      const answer = { registryId: accountId, repositoryName: repository.name, imageId };
      if (ageMs < seconds * 1000) {
        const status = isEnhanced ? 'PENDING' : 'IN_PROGRESS';
        return { ...answer, imageScanStatus: { status }, imageScanFindings: { findings: [] } };
      }
      const imageScanStatus: ImageScanStatus =
        end ??
        (isEnhanced
          ? { status: 'ACTIVE', description: 'Continuous scan is selected for image.' }
          : { status: 'COMPLETE', description: 'The scan was completed successfully.' });
      if (ageMs < (seconds + emptySeconds) * 1000)
        return { ...answer, imageScanStatus, imageScanFindings: { findings: [] } };
      return {
        ...answer,
        imageScanStatus,
        ...pageOfFindings(scanning, image, input, store.repository(repository.name).layers),
      };
    },
  };
  return {
    operations,
    setScanning: (repository: string, scanning: Scanning) => void scannings.set(repository, scanning),
  };
}

function pageOfFindings(
  { findings = [], enhancedFindings = [], only }: Scanning,
  { manifest }: StoredImage,
  { nextToken, maxResults = 100 }: DescribeImageScanFindingsRequest,
  layers: ReadonlyMap<string, Buffer>,
) {
  const { config } = JSON.parse(manifest) as { config: { digest: string } };
  const isMeant = only === undefined || layers.get(config.digest)?.includes(`"${only}"`) === true;
  const all = isMeant ? [...findings, ...enhancedFindings] : [];
  const { page, ...next } = pageOf(all, nextToken, maxResults);
  const counts: Record<string, number> = {};
  for (const { severity = 'UNDEFINED' } of all) counts[severity] = (counts[severity] ?? 0) + 1;
  const of = <T extends ImageScanFinding | EnhancedImageScanFinding>(list: readonly T[]) =>
    list.filter((one) => (page as readonly unknown[]).includes(one));
  return {
    imageScanFindings: {
      imageScanCompletedAt: new Date(0),
      findingSeverityCounts: counts,
      ...(findings.length > 0 ? { findings: of(findings) } : {}),
      ...(enhancedFindings.length > 0 ? { enhancedFindings: of(enhancedFindings) } : {}),
    },
    ...next,
  };
}
