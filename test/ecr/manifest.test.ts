import { expect } from 'chai';
import { EcsCdError } from '../../runner/errors';
import {
  artifactIn,
  commitInConfig,
  configDigestIn,
  imageDigestsOf,
  listedPlatformsOf,
  platformImagesIn,
  platformInConfig,
} from '../../runner/ecr/manifest';

const attestation = {
  digest: 'sha256:attestation',
  platform: { os: 'unknown', architecture: 'unknown' },
  annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
};

describe('the configuration of an image', () => {
  it('is named by its manifest, and nowhere where there is no image', () => {
    const digestIn = (manifest: object) => configDigestIn(JSON.stringify(manifest));
    expect(digestIn({ config: { digest: 'sha256:config' } })).to.equal('sha256:config');
    for (const manifest of [{}, { manifests: [] }, { manifests: [attestation] }])
      expect(digestIn(manifest)).to.equal(undefined);
  });
});

describe('the images to scan', () => {
  it('are those that an index lists, by their platforms and without attestations; else the image itself', () => {
    const imagesIn = (manifest: object) =>
      platformImagesIn({ digest: 'sha256:own', manifest: JSON.stringify(manifest) });
    const [amd64, open] = ['sha256:amd64', 'sha256:open'];
    const platform = { os: 'linux', architecture: 'x86_64' };
    expect(
      imagesIn({ manifests: [{ digest: amd64, platform }, attestation, { digest: open }] }),
    ).to.deep.equal([
      { digest: amd64, platform: 'linux/amd64' },
      { digest: open, platform: '' },
    ]);
    expect(imagesIn({ manifests: [attestation] })).to.deep.equal([]);
    expect(imagesIn({ config: {} })).to.deep.equal([{ digest: 'sha256:own', platform: '' }]);
  });
});

describe('what a manifest is of', () => {
  const artifactOf = (manifest: object) => artifactIn(JSON.stringify(manifest));
  const image = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: 'sha256:amd64' };

  it('is an image by its configuration, or where nothing says otherwise', () => {
    for (const mediaType of [
      'application/vnd.docker.container.image.v1+json',
      'application/vnd.oci.image.config.v1+json',
      'application/octet-stream',
      undefined,
    ]) {
      expect(artifactOf({ config: { digest: 'sha256:config', mediaType } })).to.equal(undefined);
    }
    expect(artifactOf({ manifests: [image, attestation] })).to.equal(undefined);
  });

  it('is something else by its type, by that of its configuration, or of what it lists', () => {
    const config = { digest: 'sha256:config', mediaType: 'application/vnd.oci.image.config.v1+json' };
    expect(artifactOf({ artifactType: 'application/spdx+json', config })).to.equal('application/spdx+json');
    const chart = 'application/vnd.cncf.helm.config.v1+json';
    expect(artifactOf({ config: { ...config, mediaType: chart } })).to.equal(chart);
    const cache = 'application/vnd.buildkit.cacheconfig.v0';
    expect(artifactOf({ manifests: [{ mediaType: cache, digest: 'sha256:cache' }] })).to.equal(cache);
    // With image-manifest=true (written by BuildKit 0.13).
    expect(artifactOf({ config: { ...config, mediaType: cache } })).to.equal(cache);
  });
});

describe('the commit in a configuration', () => {
  const commitOf = (config: unknown) => commitInConfig(JSON.stringify({ config }));

  it('is the label org.opencontainers.image.revision', () => {
    expect(commitOf({ Labels: { 'org.opencontainers.image.revision': 'abc' } })).to.equal('abc');
  });

  it('is none where the label is missing or empty', () => {
    for (const config of [
      undefined,
      {},
      { Labels: null },
      { Labels: { 'org.opencontainers.image.revision': '' } },
    ]) {
      expect(commitOf(config)).to.equal(undefined);
    }
  });
});

describe('the platform of an image', () => {
  const listed = (...manifests: readonly object[]) => listedPlatformsOf(JSON.stringify({ manifests }));
  const amd64 = { os: 'linux', architecture: 'amd64' };
  const arm64 = { os: 'linux', architecture: 'arm64' };

  for (const [name, usual] of [
    ['x86_64', 'amd64'],
    ['x86-64', 'amd64'],
    ['AMD64', 'amd64'],
    ['aarch64', 'arm64'],
    ['i386', '386'],
    ['riscv64', 'riscv64'],
  ] as const) {
    it(`is ${usual} where it is called ${name}`, () => {
      const platform = { os: 'Linux', architecture: name };
      const expected = { os: 'linux', architecture: usual };
      expect(listed({ platform })).to.deep.equal([expected]);
      expect(platformInConfig(JSON.stringify(platform))).to.deep.equal(expected);
    });
  }

  it('is what an index lists, without attestations', () => {
    expect(listed({ platform: amd64 }, attestation, { platform: arm64 })).to.deep.equal([amd64, arm64]);
  });

  it('is not known of an index that leaves one open', () => {
    for (const open of [{}, { platform: {} }, { platform: { os: 'linux' } }]) {
      expect(listed({ platform: arm64 }, open)).to.deep.equal([]);
    }
  });

  it('is not known of a configuration that names none', () => {
    for (const config of [
      {},
      { architecture: '' },
      { architecture: 7 },
      { os: null, architecture: 'amd64' },
    ]) {
      expect(platformInConfig(JSON.stringify(config))).to.equal(undefined);
    }
  });

  for (const text of ['<html>', 'null', '"x"', '']) {
    it(`cannot be read where the configuration is ${text || 'empty'}`, () => {
      expect(() => platformInConfig(text)).to.throw(EcsCdError, 'no JSON object');
    });
  }
});

describe('a manifest or a configuration of the wrong shape', () => {
  const revision = 'org.opencontainers.image.revision';
  const shapes = ['<html>', 'null', '"x"', '', '[]', '7', '{"config":[],"manifests":{},"os":[]}'].concat(
    [{ Labels: { [revision]: 7 } }, { Labels: 'x' }, { Labels: [revision] }, 'x', null]
      .map((config) => ({ config, manifests: [null, 'x', { digest: 7, platform: 'x', annotations: 'x' }] }))
      .map((shape) => JSON.stringify(shape)),
  );

  for (const text of shapes) {
    it(`says no commit, and not where one is: ${text || 'empty'}`, () => {
      expect(commitInConfig(text)).to.equal(undefined);
      expect(configDigestIn(text)).to.equal(undefined);
      expect(listedPlatformsOf(text) ?? []).to.deep.equal([]);
      expect(imageDigestsOf({ digest: 'sha256:own', manifest: text })).to.deep.equal(['sha256:own']);
    });
  }

  it('has a commit of a hundred characters at most', () => {
    const commit = commitInConfig(
      JSON.stringify({ config: { Labels: { [revision]: 'f'.repeat(1_000_000) } } }),
    );
    expect(commit).to.equal(`${'f'.repeat(100)}…`);
  });
});
