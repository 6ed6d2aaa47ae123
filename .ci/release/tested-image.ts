import { bundleLabel, platforms } from '../image/bake-file';
import type { RegistryImage } from '../image/registry-image';

export interface Expected {
  readonly version: string;
  /** The commit that it was built and tested for. */
  readonly revision: string;
  /** SHA-256 of the bundle, in hex, where there is one to compare. */
  readonly bundleChecksum?: string;
}

/** What speaks against releasing that image: the labels say what is in it, for each platform. */
export function objectionsTo(image: RegistryImage, expected: Expected): readonly string[] {
  const built = image.builds.map(({ platform }) => platform);
  const missing = platforms.filter((platform) => !built.includes(platform));
  const labels: Readonly<Record<string, string>> = {
    'org.opencontainers.image.version': expected.version,
    'org.opencontainers.image.revision': expected.revision,
    ...(expected.bundleChecksum === undefined ? {} : { [bundleLabel]: expected.bundleChecksum }),
  };
  const wrong = image.builds.flatMap((build) =>
    Object.entries(labels)
      .filter(([name, value]) => build.labels[name] !== value)
      .map(
        ([name, value]) => `${build.platform}: ${name} is ${build.labels[name] ?? 'missing'}, not ${value}`,
      ),
  );
  return [...missing.map((platform) => `it is not built for ${platform}`), ...wrong];
}
