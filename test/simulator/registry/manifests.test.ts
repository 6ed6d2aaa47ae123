import { expect } from 'chai';
import type { Simulator } from '../simulator';
import { digestOf } from '../ecr/images/manifest';
import { dockerManifest, errorOf, openRegistry, type RegistryClient } from './registry-client';
import { smallImage } from '../ecr/images/small-image';

const ociIndex = 'application/vnd.oci.image.index.v1+json';
const accountText = "in the registry with id '123456789012'";

describe('a manifest in the simulated registry', () => {
  let aws: Simulator;
  let registry: RegistryClient;

  beforeEach(async () => ({ aws, registry } = await openRegistry()));
  afterEach(() => aws.close());

  it('gives it back by tag and by digest, with its type', async () => {
    const digest = (await registry.push('team/shop', 'v1', 'abc')).headers.get('docker-content-digest');
    for (const reference of ['v1', digest]) {
      const response = await registry.ask('GET', `/v2/team/shop/manifests/${reference}`);
      expect(response.headers.get('content-type')).to.equal(dockerManifest);
      expect(digestOf(await response.text())).to.equal(digest);
    }
    const head = await registry.ask('HEAD', '/v2/team/shop/manifests/v1');
    expect(head.headers.get('docker-content-digest')).to.equal(digest);
    expect(Number(head.headers.get('content-length'))).to.be.greaterThan(100);
  });

  it('moves a tag to the image that came last, and keeps the earlier one by digest', async () => {
    const first = (await registry.push('team/shop', 'v1', 'abc')).headers.get('docker-content-digest');
    await registry.push('team/shop', 'v1', 'def');
    expect(aws.world.imageDigest('team/shop', 'v1')).not.to.equal(first);
    expect((await registry.ask('HEAD', `/v2/team/shop/manifests/${first}`)).status).to.equal(200);
  });

  it('takes the same image again, as an engine pushes it', async () => {
    await registry.push('team/shop', 'v1', 'abc');
    expect((await registry.push('team/shop', 'v1', 'abc')).status).to.equal(201);
  });

  it('leaves an immutable tag where it is, even for the same image', async () => {
    expect((await registry.push('fixed', 'v1', 'abc')).status).to.equal(201);
    for (const revision of ['def', 'abc'])
      expect(await errorOf(await registry.push('fixed', 'v1', revision))).to.deep.equal({
        status: 400,
        code: 'TAG_INVALID',
        message:
          "The image tag 'v1' already exists in the 'fixed' repository and cannot be overwritten because the tag is immutable.",
      });
  });

  it('refuses it while a layer is missing', async () => {
    const { blobs, manifest } = smallImage({});
    await registry.upload(Uint8Array.from(blobs[1]!));
    const headers = { 'content-type': dockerManifest };
    const response = await registry.ask('PUT', '/v2/team/shop/manifests/v1', { body: manifest, headers });
    expect(await errorOf(response)).to.deep.equal({
      status: 400,
      code: 'BLOB_UPLOAD_UNKNOWN',
      message: `Layers with digests '[${digestOf(blobs[0]!)}]' required for pushing image into repository with name 'team/shop' ${accountText} do not exist`,
    });
  });

  it('takes an index once the images are there that it names', async () => {
    const digest = (await registry.push('team/shop', 'v1', 'abc')).headers.get('docker-content-digest');
    const index = (image: string | null) =>
      JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests: [{ digest: image }] });
    const put = (body: string) =>
      registry.ask('PUT', '/v2/team/shop/manifests/all', { body, headers: { 'content-type': ociIndex } });
    expect((await put(index(digestOf('none')))).status).to.equal(400);
    expect((await put(index(digest))).status).to.equal(201);
  });

  it('refuses what is no manifest, and a digest that is not its own', async () => {
    const put = (body: string, reference = 'v1') =>
      registry.ask('PUT', `/v2/team/shop/manifests/${reference}`, {
        body,
        headers: { 'content-type': dockerManifest },
      });
    for (const body of ['', '{}', '{"config":{},"layers":[]}'])
      expect(await errorOf(await put(body))).to.include({ status: 400, code: 'MANIFEST_INVALID' });
    const { manifest } = smallImage({});
    expect(await errorOf(await put(manifest, digestOf('x')))).to.include({ code: 'DIGEST_INVALID' });
  });

  it('lists the tags', async () => {
    await registry.push('team/shop', 'v2', 'abc');
    await registry.push('team/shop', 'v1', 'def');
    expect(await (await registry.ask('GET', '/v2/team/shop/tags/list')).json()).to.deep.equal({
      name: 'team/shop',
      tags: ['v1', 'v2'],
    });
  });

  it('has no repository that nobody created', async () => {
    const paths = [
      ['POST', '/v2/no/such/blobs/uploads/'],
      ['GET', '/v2/no/such/manifests/v1'],
      ['GET', `/v2/no/such/blobs/${digestOf('x')}`],
    ] as const;
    for (const [method, path] of paths)
      expect(await errorOf(await registry.ask(method, path))).to.deep.equal({
        status: 404,
        code: 'NAME_UNKNOWN',
        message: `The repository with name 'no/such' does not exist ${accountText}`,
      });
  });

  it('says of an image that is not there what ECR says', async () => {
    expect(await errorOf(await registry.ask('GET', '/v2/team/shop/manifests/v1'))).to.deep.equal({
      status: 404,
      code: 'MANIFEST_UNKNOWN',
      message: 'Requested image not found',
    });
  });

  it('is not taken under a digest that is none', async () => {
    const { manifest } = smallImage({});
    const headers = { 'content-type': dockerManifest };
    const put = await registry.ask('PUT', '/v2/team/shop/manifests/sha256:abc', { body: manifest, headers });
    expect(await errorOf(put)).to.include({ status: 400, code: 'DIGEST_INVALID' });
  });

  it('is taken without the layers that nobody may pass on', async () => {
    const { blobs, manifest } = smallImage({});
    for (const blob of blobs) await registry.upload(Uint8Array.from(blob));
    const content = JSON.parse(manifest) as { layers: object[] };
    content.layers.push({
      mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
      size: 1_000,
      digest: digestOf('windows'),
      urls: ['https://example.com/windows'],
    });
    const headers = { 'content-type': dockerManifest };
    const body = JSON.stringify(content);
    expect((await registry.ask('PUT', '/v2/team/shop/manifests/win', { body, headers })).status).to.equal(
      201,
    );
  });

  it('is one of many: their tags come in pages', async () => {
    for (const tag of ['c', 'a', 'b']) aws.world.putImage('team/shop', tag);
    const list = await registry.ask('GET', '/v2/team/shop/tags/list?n=1&last=a');
    expect(await list.json()).to.deep.equal({ name: 'team/shop', tags: ['b'] });
  });
});
