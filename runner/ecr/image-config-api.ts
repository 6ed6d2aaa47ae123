import type { Host } from '../host';
import type { EcrCalls } from './ecr-call-api';
import {
  commitInConfig,
  configPlaceOf,
  listedPlatformsOf,
  platformInConfig,
  type Platform,
} from './manifest';
import { text as textOf } from 'node:stream/consumers';
import { EcsCdError } from '../errors';
import { connectionProblemOf } from '../log/connection-problem';
import { firstBytesOf } from '../web/first-bytes';
import { responseTo } from '../web/request-api';
import { cancellationOf } from './ecr-refusal';

interface Described {
  readonly digest: string;
  readonly manifest: string;
}

type Surroundings = Required<Pick<Host, 'clock' | 'wire'>>;

/** What the configuration of an image says of it. */
export function imageConfigsIn(
  calls: EcrCalls,
  image: (digest: string) => Promise<Described | undefined>,
  surroundings: Surroundings,
) {
  const config = configReaderOf(calls, surroundings);
  const { url } = calls.repository;

  async function configPlaceIn(manifest: string) {
    const place = configPlaceOf(manifest);
    if (place.kind !== 'manifest') return place;
    const listed = await image(place.digest);
    return listed && configPlaceOf(listed.manifest);
  }

  return {
    /** `org.opencontainers.image.revision` of that image, or undefined when it carries none. */
    async commitOf({ manifest, digest }: Described) {
      const place = await configPlaceIn(manifest);
      if (place?.kind !== 'config') return undefined;
      const purpose = `read the labels of ${url}@${digest}`;
      return commitInConfig(await config(place.digest, purpose, calls.interruption));
    },

    /** What an image is built for, as its index or its configuration says; empty when it does not say. */
    async platformsOf({ manifest, digest }: Described, signal: AbortSignal): Promise<readonly Platform[]> {
      const listed = listedPlatformsOf(manifest);
      if (listed) return listed;
      const place = configPlaceOf(manifest);
      if (place.kind !== 'config') return [];
      const purpose = `read the platform of ${url}@${digest}`;
      const platform = platformInConfig(await config(place.digest, purpose, signal));
      return platform ? [platform] : [];
    },
  };
}

type ConfigReader = (
  layerDigest: string,
  purpose: string,
  signal: AbortSignal | undefined,
) => Promise<string>;

/** Reads each once: the platform and the commit of an image are in the same place. */
function configReaderOf({ sdk, address, call }: EcrCalls, surroundings: Surroundings): ConfigReader {
  const configs = new Map<string, Promise<string>>();
  const read: ConfigReader = async (layerDigest, purpose, signal) => {
    const command = new sdk.GetDownloadUrlForLayerCommand({ ...address, layerDigest });
    const { downloadUrl } = await call(purpose, 'GetDownloadUrlForLayer', command, signal);
    return downloaded(downloadUrl ?? '', { purpose, interruption: signal, ...surroundings });
  };
  return (layerDigest, purpose, signal) => {
    const reading = configs.get(layerDigest) ?? read(layerDigest, purpose, signal);
    configs.set(layerDigest, reading);
    reading.catch(() => configs.delete(layerDigest));
    return reading;
  };
}

interface Purpose extends Surroundings {
  /** What the text is for, after "cannot". */
  readonly purpose: string;
  readonly interruption: AbortSignal | undefined;
}

const attempts = 3;
const attemptMs = 10_000;
/** Of a text that is a few kilobytes long in life. */
const mostBytes = 4 * 1024 * 1024;

/** The text behind a URL that ECR handed out: on S3, and signed, so it appears in no message. */
async function downloaded(url: string, { purpose, clock, interruption, wire }: Purpose): Promise<string> {
  let cause: unknown;
  for (let attempt = 1; attempt <= attempts && !connectionProblemOf(cause).isLasting; attempt++) {
    try {
      const timeout = clock.timeout(attemptMs);
      const signal = interruption ? AbortSignal.any([interruption, timeout]) : timeout;
      const response = await responseTo(url, { signal, proxies: wire.proxies });
      const body = await textOf(firstBytesOf(response, mostBytes));
      const { statusCode: status = 0, statusMessage: statusText = '' } = response;
      if (status === 200) return body;
      const answer = new Error(`HTTP ${status} ${statusText}`.trimEnd());
      if (status < 500) throw forbidden(purpose, answer);
      cause = answer;
    } catch (error) {
      if (interruption?.aborted) throw cancellationOf(interruption, `trying to ${purpose}`, error);
      if (error instanceof EcsCdError) throw error;
      cause = error;
    }
  }
  throw unreachable(url, purpose, cause);
}

const wayToS3 =
  'run the job again; if it persists, check the way from the GitLab runner to S3 (proxy, VPC endpoint)';

function unreachable(url: string, purpose: string, cause: unknown): EcsCdError {
  const { words, isLasting, fix = wayToS3 } = connectionProblemOf(cause);
  const message = `cannot ${purpose}: ${hostOf(url)} does not answer: ${words}`;
  return new EcsCdError(isLasting ? 'rejected' : 'try-again', message, { fix, cause });
}

function forbidden(purpose: string, cause: Error): EcsCdError {
  return new EcsCdError('rejected', `cannot ${purpose}: the layer store of ECR answers ${cause.message}`, {
    fix: "allow s3:GetObject on ECR's layer bucket in the policy of the VPC endpoint for S3, if there is one",
    cause,
  });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'ECR';
}
