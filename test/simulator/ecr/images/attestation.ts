import { digestOf } from './manifest';
import type { SmallImage } from './small-image';

const mediaType = 'application/vnd.oci.image.manifest.v1+json';

/** What BuildKit pushes beside an image (recorded of the BuildKit in Docker 26.1): it says nothing of a platform or a commit. */
export function attestation(imageDigest: string): SmallImage {
  const statement = Buffer.from(JSON.stringify({ subject: [{ digest: imageDigest }] }));
  const rootfs = { type: 'layers', diff_ids: [digestOf(statement)] };
  const config = Buffer.from(JSON.stringify({ architecture: 'unknown', os: 'unknown', config: {}, rootfs }));
  const described = (bytes: Buffer, type: string) => ({
    mediaType: type,
    digest: digestOf(bytes),
    size: bytes.length,
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: described(config, 'application/vnd.oci.image.config.v1+json'),
    layers: [
      {
        ...described(statement, 'application/vnd.in-toto+json'),
        annotations: { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' },
      },
    ],
  });
  return { mediaType, manifest, blobs: [config, statement] };
}

/** How the index lists it. */
export const attestationMarks = (imageDigest: string) => ({
  annotations: {
    'vnd.docker.reference.digest': imageDigest,
    'vnd.docker.reference.type': 'attestation-manifest',
  },
  platform: { architecture: 'unknown', os: 'unknown' },
});
