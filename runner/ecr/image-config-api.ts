import type { Clock } from '../clock';
import type { Wire } from '../host';
import type { EcrCalls } from './ecr-call-api';
import { downloaded } from './layer-api';
import {
  commitInConfig,
  configPlaceOf,
  listedPlatformsOf,
  platformInConfig,
  type Platform,
} from './manifest';

interface Described {
  readonly digest: string;
  readonly manifest: string;
}

/** What the configuration of an image says of it. */
export interface ImageConfigs {
  /** `org.opencontainers.image.revision` of that image, or undefined when it carries none. */
  commitOf(image: Described): Promise<string | undefined>;
  /** What an image is built for, as its index or its configuration says; empty when it does not say. */
  platformsOf(image: Described, signal: AbortSignal): Promise<readonly Platform[]>;
}

interface Surroundings {
  readonly clock: Clock;
  readonly wire: Wire;
}

export function imageConfigsIn(
  calls: EcrCalls,
  image: (digest: string) => Promise<Described | undefined>,
  surroundings: Surroundings,
): ImageConfigs {
  const config = configReaderOf(calls, surroundings);
  const { url } = calls.repository;

  async function configPlaceIn(manifest: string) {
    const place = configPlaceOf(manifest);
    if (place.kind !== 'manifest') return place;
    const listed = await image(place.digest);
    return listed && configPlaceOf(listed.manifest);
  }

  return {
    async commitOf({ manifest, digest }) {
      const place = await configPlaceIn(manifest);
      if (place?.kind !== 'config') return undefined;
      const purpose = `read the labels of ${url}@${digest}`;
      return commitInConfig(await config(place.digest, purpose, calls.interruption));
    },

    async platformsOf({ manifest, digest }, signal) {
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
