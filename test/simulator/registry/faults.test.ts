import { expect } from 'chai';
import type { Simulator } from '../simulator';
import { errorOf, openRegistry, type RegistryClient } from './registry-client';

describe('a fault of the simulated registry', () => {
  let aws: Simulator;
  let registry: RegistryClient;

  beforeEach(async () => ({ aws, registry } = await openRegistry()));
  afterEach(() => aws.close());

  it('breaks the connection in the middle of an upload, and takes the next one', async () => {
    aws.world.registryFaults.add({ action: 'UploadLayerPart', kind: 'cut-off' });
    const location = await registry.startUpload();
    const body = new Uint8Array(1_000_000);
    const failure = await registry.ask('PATCH', location, { body }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(TypeError);
    expect((await registry.ask('PATCH', await registry.startUpload(), { body })).status).to.equal(202);
    expect(aws.world.registryRequests.map(({ action, status }) => [action, status])).to.deep.equal([
      ['InitiateLayerUpload', 202],
      ['UploadLayerPart', undefined],
      ['InitiateLayerUpload', 202],
      ['UploadLayerPart', 202],
    ]);
  });

  it('answers that many requests with a server error', async () => {
    aws.world.registryFaults.add({ action: 'PutImage', kind: 'server-error', times: 2 });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1)
      statuses.push((await registry.push('team/shop', 'v1', 'abc')).status);
    expect(statuses).to.deep.equal([503, 503, 201]);
  });

  it('denies a push in the words of IAM', async () => {
    aws.world.registryFaults.add({ action: 'InitiateLayerUpload', kind: 'access-denied' });
    const refused = await errorOf(await registry.ask('POST', '/v2/team/shop/blobs/uploads/'));
    expect(refused).to.include({ status: 403, code: 'DENIED' });
    expect(refused.message).to.match(
      /^User: arn:aws:\S+ is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:eu-central-1:123456789012:repository\/team\/shop because/,
    );
  });
});
