import type { Host } from '../host';
import type { EcrCalls } from './ecr-call-api';
import {
  commitInConfig,
  configDigestIn,
  listedPlatformsOf,
  platformImagesIn,
  platformInConfig,
  type EcrManifest,
  type Platform,
} from './manifest';
import { text as textOf } from 'node:stream/consumers';
import { EcsCdError } from '../errors';
import { connectionProblemOf } from '../log/connection-problem';
import { firstBytesOf } from '../web/first-bytes';
import { responseTo } from '../web/request-api';
import { cancellationOf } from './ecr-refusal';

type Surroundings = Required<Pick<Host, 'clock' | 'wire'>>;

/** What the configuration of an image says of it. */
export function imageConfigsIn(
  calls: EcrCalls,
  image: (digest: string) => Promise<EcrManifest | undefined>,
  surroundings: Surroundings,
) {
  const { sdk, address, call, repository, interruption } = calls;
  const configs = new Map<string, Promise<string>>();

  async function read(layerDigest: string, purpose: string, signal: AbortSignal) {
    const command = new sdk.GetDownloadUrlForLayerCommand({ ...address, layerDigest });
    const { downloadUrl = '' } = await call(purpose, 'GetDownloadUrlForLayer', command, signal);
    return downloaded(downloadUrl, { purpose, interruption: signal, ...surroundings });
  }

  /** Reads each once: the platform and the commit of an image are in the same place. */
  function config(digest: string, ...how: [purpose: string, signal: AbortSignal]) {
    const reading = configs.get(digest) ?? read(digest, ...how);
    configs.set(digest, reading);
    reading.catch(() => configs.delete(digest));
    return reading;
  }

  return {
    /** `org.opencontainers.image.revision` of that image, or undefined when it carries none. */
    async commitOf({ manifest, digest }: EcrManifest) {
      // One commit builds the images of all platforms.
      const [first] = platformImagesIn({ manifest, digest });
      const isListed = first && first.digest !== '' && first.digest !== digest;
      const one = isListed ? await image(first.digest) : { manifest };
      const configDigest = one && configDigestIn(one.manifest);
      if (configDigest === undefined) return undefined;
      const purpose = `read the labels of ${repository.url}@${digest}`;
      return commitInConfig(await config(configDigest, purpose, interruption));
    },

    /** What an image is built for, as its index or its configuration says; empty when it does not say. */
    async platformsOf({ manifest, digest }: EcrManifest, signal: AbortSignal): Promise<readonly Platform[]> {
      const listed = listedPlatformsOf(manifest);
      const configDigest = configDigestIn(manifest);
      if (listed || configDigest === undefined) return listed ?? [];
      const purpose = `read the platform of ${repository.url}@${digest}`;
      return [platformInConfig(await config(configDigest, purpose, signal)) ?? []].flat();
    },
  };
}

interface Purpose extends Surroundings {
  /** What the text is for, after "cannot". */
  readonly purpose: string;
  readonly interruption: AbortSignal;
}

const attempts = 3;
const attemptMs = 10_000;
/** Of a text that is a few kilobytes long in life. */
const mostBytes = 4 * 1024 * 1024;

/** The text behind a URL that ECR handed out: on S3, and signed, so it appears in no message. */
async function downloaded(url: string, asked: Purpose): Promise<string> {
  const { purpose, interruption } = asked;
  for (let attempt = 1; ; attempt++) {
    try {
      return await textBehind(url, asked);
    } catch (error) {
      if (interruption.aborted) throw cancellationOf(interruption, `trying to ${purpose}`, error);
      if (error instanceof EcsCdError) throw error;
      if (attempt === attempts || connectionProblemOf(error).isLasting)
        throw unreachable(url, purpose, error);
    }
  }
}

async function textBehind(url: string, { purpose, clock, interruption, wire }: Purpose): Promise<string> {
  const signal = AbortSignal.any([interruption, clock.timeout(attemptMs)]);
  const response = await responseTo(url, { signal, proxies: wire.proxies });
  const body = await textOf(firstBytesOf(response, mostBytes));
  const { statusCode: status = 0, statusMessage = '' } = response;
  if (status === 200) return body;
  const cause = new Error(`HTTP ${status} ${statusMessage}`.trimEnd());
  if (status >= 500) throw cause;
  const message = `cannot ${purpose}: the layer store of ECR answers ${cause.message}`;
  throw new EcsCdError('rejected', message, {
    fix: "allow s3:GetObject on ECR's layer bucket in the policy of the VPC endpoint for S3, if there is one",
    cause,
  });
}

const wayToS3 =
  'run the job again; if it persists, check the way from the GitLab runner to S3 (proxy, VPC endpoint)';

function unreachable(url: string, purpose: string, cause: unknown): EcsCdError {
  const { words, isLasting, fix = wayToS3 } = connectionProblemOf(cause);
  const host = URL.canParse(url) ? new URL(url).host : 'ECR';
  const message = `cannot ${purpose}: ${host} does not answer: ${words}`;
  return new EcsCdError(isLasting ? 'rejected' : 'try-again', message, { fix, cause });
}
