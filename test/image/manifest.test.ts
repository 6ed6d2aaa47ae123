import { expect } from 'chai';
import { commitInConfig, configPlaceOf } from '../../runner/image/manifest';

const placeOf = (manifest: object) => configPlaceOf(JSON.stringify(manifest));
const attestation = {
  digest: 'sha256:attestation',
  platform: { os: 'unknown', architecture: 'unknown' },
  annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
};

describe('the configuration of an image', () => {
  it('is named by its manifest', () => {
    expect(placeOf({ config: { digest: 'sha256:config' } })).to.deep.equal({
      kind: 'config',
      digest: 'sha256:config',
    });
  });

  it('is named by the manifest of a platform, never by an attestation', () => {
    const platform = { digest: 'sha256:amd64', platform: { os: 'linux', architecture: 'amd64' } };
    expect(placeOf({ manifests: [attestation, platform] })).to.deep.equal({
      kind: 'manifest',
      digest: 'sha256:amd64',
    });
  });

  it('is nowhere where there is no image', () => {
    for (const manifest of [{}, { manifests: [] }, { manifests: [attestation] }]) {
      expect(placeOf(manifest)).to.deep.equal({ kind: 'none' });
    }
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
