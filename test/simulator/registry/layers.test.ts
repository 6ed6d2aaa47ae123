import { expect } from 'chai';
import type { Simulator } from '../simulator';
import { digestOf } from '../ecr/images/manifest';
import { errorOf, openRegistry, type RegistryClient } from './registry-client';

describe('a layer in the simulated registry', () => {
  let aws: Simulator;
  let registry: RegistryClient;

  beforeEach(async () => ({ aws, registry } = await openRegistry()));
  afterEach(() => aws.close());

  it('takes it in one request', async () => {
    const digest = digestOf('layer');
    const path = `/v2/team/shop/blobs/uploads/?digest=${digest}`;
    expect((await registry.ask('POST', path, { body: 'layer' })).status).to.equal(201);
    expect(
      (await registry.ask('HEAD', `/v2/team/shop/blobs/${digest}`)).headers.get('content-length'),
    ).to.equal('5');
  });

  it('takes it in chunks, and tells how far it is', async () => {
    const location = await registry.startUpload();
    const headers = { 'content-range': '0-4' };
    const first = await registry.ask('PATCH', location, { body: 'first', headers });
    expect([first.status, first.headers.get('range')]).to.deep.equal([202, '0-4']);
    await registry.ask('PATCH', location, { body: 'second', headers: { 'content-range': '5-10' } });
    expect((await registry.ask('GET', location)).headers.get('range')).to.equal('0-10');
    const digest = digestOf('firstsecondlast');
    const last = await registry.ask('PUT', `${location}?digest=${digest}`, { body: 'last' });
    expect([last.status, last.headers.get('docker-content-digest')]).to.deep.equal([201, digest]);
  });

  it('refuses a chunk that leaves a gap', async () => {
    const location = await registry.startUpload();
    const response = await registry.ask('PATCH', location, {
      body: 'x',
      headers: { 'content-range': '7-8' },
    });
    expect(await errorOf(response)).to.include({ status: 416, code: 'BLOB_UPLOAD_INVALID' });
  });

  it('refuses it when the digest is that of other bytes', async () => {
    const location = await registry.startUpload();
    const response = await registry.ask('PUT', `${location}?digest=${digestOf('other')}`, { body: 'layer' });
    expect(await errorOf(response)).to.include({ status: 400, code: 'DIGEST_INVALID' });
    expect((await registry.ask('HEAD', `/v2/team/shop/blobs/${digestOf('layer')}`)).status).to.equal(404);
  });

  it('knows nothing of an upload that was cancelled', async () => {
    const location = await registry.startUpload();
    expect((await registry.ask('DELETE', location)).status).to.equal(204);
    expect(await errorOf(await registry.ask('PATCH', location, { body: 'x' }))).to.include({
      status: 404,
      code: 'BLOB_UPLOAD_UNKNOWN',
    });
  });

  it('keeps it to its repository, until another one mounts it', async () => {
    const digest = digestOf('layer');
    await registry.upload('layer');
    expect((await registry.ask('HEAD', `/v2/fixed/blobs/${digest}`)).status).to.equal(404);
    const mount = (from: string) =>
      registry.ask('POST', `/v2/fixed/blobs/uploads/?mount=${digest}&from=${encodeURIComponent(from)}`);
    expect((await mount('no/such')).status).to.equal(202);
    expect((await mount('team/shop')).status).to.equal(201);
    expect((await registry.ask('HEAD', `/v2/fixed/blobs/${digest}`)).status).to.equal(200);
  });

  it('sends whoever pulls it to a URL that needs no credentials, for an hour', async () => {
    await registry.upload('layer');
    const redirect = await registry.ask('GET', `/v2/team/shop/blobs/${digestOf('layer')}`);
    expect(redirect.status).to.equal(307);
    const url = redirect.headers.get('location')!;
    expect(await (await fetch(url)).text()).to.equal('layer');
    const rest = await fetch(url, { headers: { range: 'bytes=3-' } });
    expect([rest.status, await rest.text()]).to.deep.equal([206, 'er']);
    await aws.clock.sleep(3_600_000);
    expect((await fetch(url)).status).to.equal(403);
  });

  for (const [range, status, content, contentRange] of [
    ['bytes=2-3', 206, 'ye', 'bytes 2-3/5'],
    ['bytes=2-99', 206, 'yer', 'bytes 2-4/5'],
    ['bytes=-2', 206, 'er', 'bytes 3-4/5'],
    ['bytes=5-', 416, '', 'bytes */5'],
    ['bytes=3-2', 200, 'layer', null],
  ] as const) {
    it(`gives as much of it as ${range} asks for`, async () => {
      await registry.upload('layer');
      const { headers } = await registry.ask('GET', `/v2/team/shop/blobs/${digestOf('layer')}`);
      const part = await fetch(headers.get('location')!, { headers: { range } });
      expect(part.status).to.equal(status);
      expect(await part.text()).to.equal(content);
      expect(part.headers.get('content-range')).to.equal(contentRange);
    });
  }
});
