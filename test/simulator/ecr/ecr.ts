import type {
  ImageSigningStatus,
  ImageTagMutability,
  ImageTagMutabilityExclusionFilter,
} from '@aws-sdk/client-ecr';
import type { RegistryPart, Setting } from '../api';
import { authorizationTokens } from '../registry/authorization-tokens';
import { distributionRoute, type RegistryRequest } from '../registry/distribution';
import { ecrOperations } from './ecr-operations';
import { registryFaults, type RegistryFaults } from '../registry/faults';
import { imageQueries, type Replica } from './image-queries';
import { imageSigning } from './image-signing';
import { imageScans, type Scanning } from './image-scans';
import { imageStore, type ImageName } from './image-store';
import { layerDownloads } from '../registry/layer-downloads';
import { platformImagesIn } from '../../../runner/ecr/manifest';
import { isDigest } from './images/manifest';
import { attestation, attestationMarks } from './images/attestation';
import { smallImage, type SmallImage, type SmallImageOptions } from './images/small-image';
import { storageOperations } from './storage-operations';

export interface SimulatedEcr {
  /** The repository's URL, as Terraform's `repository_url`. */
  createRepository(name: string, options?: RepositoryOptions): string;
  /** Puts an image there as if somebody had pushed it; the answer is its digest. */
  putImage(repository: string, tag: string, options?: SmallImageOptions): string;
  /** The same for an index of images, one for each of these architectures; the answer is the index's digest. */
  putImageIndex(
    repository: string,
    tag: string,
    architectures: readonly string[],
    options?: IndexOptions,
  ): string;
  deleteImage(repository: string, tagOrDigest: string): void;
  /** Moves it where nothing can pull it. */
  archiveImage(repository: string, tagOrDigest: string): void;
  setLifecyclePolicy(repository: string, rules: readonly object[]): void;
  /** Creation templates for these prefixes, or ROOT, that apply to pushes. */
  createOnPush(prefixes: readonly string[]): void;
  /** Copies of everything that is pushed there; none unless it is said. */
  setReplication(repository: string, copies: readonly Replica[]): void;
  /** What looks at the signing of its images see, one after the other; the last stays. */
  setSigning(repository: string, looks: readonly ImageSigningStatus[]): void;
  /** How ECR scans what is in that repository, and what it finds; basic scanning on demand unless it is said. */
  setScanning(repository: string, scanning: Scanning): void;
  imageManifest(repository: string, tagOrDigest: string): string | undefined;
  /** The digest that the tag names now. */
  imageDigest(repository: string, tag: string): string | undefined;
  /** A password for user `AWS`, as GetAuthorizationToken hands them out. */
  registryPassword(): string;
  /** Every password that anybody was given. */
  registryPasswords(): readonly string[];
  /** Of the authorization tokens issued from now on; 12 hours unless said. */
  setAuthorizationLifetimeSeconds(seconds: number): void;
  readonly registryFaults: RegistryFaults;
  /** What engines asked of the registry, in order of the answers. */
  readonly registryRequests: readonly RegistryRequest[];
}

interface IndexOptions {
  readonly revision?: string;
  /** Whether BuildKit's SBOM and provenance of each image are listed with it. */
  readonly isAttested?: boolean;
}

interface RepositoryOptions {
  readonly mutability?: ImageTagMutability;
  readonly exclusionFilters?: readonly ImageTagMutabilityExclusionFilter[];
}

/** ECR: its API, and the registry that container engines push to. */
export function createEcr(setting: Setting): RegistryPart<SimulatedEcr> {
  const store = imageStore(setting);
  const tokens = authorizationTokens(setting.clock);
  const downloads = layerDownloads(setting);
  const faults = registryFaults();
  const queries = imageQueries(setting, store);
  const signing = imageSigning(setting, store);
  const scans = imageScans(setting, store);
  const { route, requests } = distributionRoute({ setting, store, tokens, downloads, faults });

  return {
    api: {
      service: 'ecr',
      operations: {
        ...ecrOperations({ setting, store, tokens, downloads }),
        ...queries.operations,
        ...signing.operations,
        ...scans.operations,
        ...storageOperations(setting, store),
      },
    },
    routes: [route, downloads.route],

    digestOf(image, isPulled = false) {
      const registry = `${setting.registry()}/`;
      if (!image.startsWith(registry)) return undefined;
      const [, name = '', tag, digest] =
        /^([^:@]+)(?::([^@]+))?(?:@(.+))?$/.exec(image.slice(registry.length)) ?? [];
      if (!store.repositories().some((repository) => repository.name === name)) return undefined;
      // With a digest the tag is only for the reader.
      const held = store.image(name, digest === undefined ? { tag: tag ?? 'latest' } : { digest });
      return isPulled && held ? platformImagesIn(held)[0]?.digest : held?.digest;
    },

    world: {
      registryFaults: faults,
      registryRequests: requests,
      createRepository(name, { mutability, exclusionFilters } = {}) {
        store.createRepository(name, mutability, exclusionFilters);
        return `${setting.registry()}/${name}`;
      },
      putImage(repository, tag, options = {}) {
        // Two tags are two builds, unless the options say all there is to say.
        const labels = { 'org.opencontainers.image.version': tag, ...options.labels };
        const { blobs, ...image } = smallImage({ ...options, labels });
        for (const blob of blobs) store.addLayer(repository, blob);
        return store.putImage(repository, { tag, ...image }).digest;
      },
      putImageIndex(repository, tag, architectures, { isAttested = false, ...options } = {}) {
        const listed = (image: SmallImage, more: object) => {
          const { blobs, mediaType, manifest } = image;
          for (const blob of blobs) store.addLayer(repository, blob);
          const { digest } = store.putImage(repository, { mediaType, manifest });
          return { mediaType, digest, size: manifest.length, ...more };
        };
        const manifests = architectures.flatMap((architecture) => {
          const image = listed(smallImage({ ...options, architecture }), {
            platform: { os: 'linux', architecture },
          });
          return isAttested
            ? [image, listed(attestation(image.digest), attestationMarks(image.digest))]
            : [image];
        });
        const mediaType = 'application/vnd.oci.image.index.v1+json';
        const manifest = JSON.stringify({ schemaVersion: 2, mediaType, manifests });
        return store.putImage(repository, { tag, mediaType, manifest }).digest;
      },
      setReplication: queries.setReplication,
      setSigning: signing.setSigning,
      setScanning: scans.setScanning,
      deleteImage: (repository, tagOrDigest) => store.deleteImage(repository, imageName(tagOrDigest)),
      imageManifest: (repository, tagOrDigest) => store.image(repository, imageName(tagOrDigest))?.manifest,
      archiveImage: (repository, tagOrDigest) => store.archive(repository, imageName(tagOrDigest)),
      setLifecyclePolicy(repository, rules) {
        store.repository(repository).lifecyclePolicy = JSON.stringify({ rules });
      },
      createOnPush: (prefixes) => store.createOnPush(prefixes),
      imageDigest: (repository, tag) => store.image(repository, { tag })?.digest,
      registryPasswords: () => tokens.passwords(),
      registryPassword: () => tokens.issue(`arn:aws:iam::${setting.accountId}:root`).password,
      setAuthorizationLifetimeSeconds: (seconds) => tokens.setLifetimeSeconds(seconds),
    },
  };
}

const imageName = (tagOrDigest: string): ImageName =>
  isDigest(tagOrDigest) ? { digest: tagOrDigest } : { tag: tagOrDigest };
