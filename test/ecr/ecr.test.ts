import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PutImageCommand, type ECRClient } from '@aws-sdk/client-ecr';
import { expect } from 'chai';
import { ecrApi, type Ecr } from '../../runner/ecr/ecr-api';
import { ecrRefusalOf, imageFailureOf } from '../../runner/ecr/ecr-refusal';
import type { Simulator } from '../simulator/simulator';
import { openEcrForEach } from './opened-ecr';

let aws: Simulator;
let client: ECRClient;
let ecr: Ecr;
const waits = () => ({ clock: aws.clock, interruption: new AbortController().signal });

const openForEach = () => openEcrForEach((opened) => ({ aws, client, ecr } = opened));

const errorOf = (looked: Promise<unknown>) =>
  looked.then(() => undefined).catch((error: unknown) => error as Error & { verdict?: string; fix?: string });

describe('an image in ECR', () => {
  openForEach();
  it('is found by its tag and by its digest', async () => {
    const digest = aws.world.putImage('team/app', 'v1');
    expect(await ecr.image('v1')).to.include({ digest });
    expect(await ecr.image(digest)).to.include({ digest });
  });

  it('is missing only when ECR says so', async () => {
    expect(await ecr.image('v1')).to.equal(undefined);
    expect(await ecr.image(`sha256:${'0'.repeat(64)}`)).to.equal(undefined);
  });

  it('carries its commit', async () => {
    aws.world.putImage('team/app', 'v1', { revision: 'abc' });
    aws.world.putImage('team/app', 'v2');
    expect(await ecr.commitOf((await ecr.image('v1'))!)).to.equal('abc');
    expect(await ecr.commitOf((await ecr.image('v2'))!)).to.equal(undefined);
  });

  it('of several platforms carries the commit of one of them', async () => {
    const manifests = await Promise.all(
      ['amd64', 'arm64'].map(async (architecture) => {
        const digest = aws.world.putImage('team/app', architecture, { architecture, revision: 'abc' });
        const { manifest, mediaType } = (await ecr.image(digest))!;
        return { mediaType, digest, size: manifest.length, platform: { os: 'linux', architecture } };
      }),
    );
    const imageManifestMediaType = 'application/vnd.oci.image.index.v1+json';
    const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType: imageManifestMediaType, manifests });
    await client.send(
      new PutImageCommand({
        repositoryName: 'team/app',
        imageTag: 'v1',
        imageManifest,
        imageManifestMediaType,
      }),
    );
    expect(await ecr.commitOf((await ecr.image('v1'))!)).to.equal('abc');
  });

  it('that ECR does not hand out is no missing one', () => {
    expect(imageFailureOf('app:v1', { failureCode: 'KmsError', failureReason: 'key disabled' })).to.include({
      verdict: 'rejected',
    });
    expect(imageFailureOf('app:v1', { failureCode: 'UpstreamUnavailable' })).to.include({
      verdict: 'try-again',
    });
    expect(imageFailureOf('app:v1')).to.include({ verdict: 'try-again', fix: 'run the job again' });
  });

  it('is asked for in a repository that a quota or a permission of the registry may stand in the way of', () => {
    const repository = { url: 'r/team/app', name: 'team/app' };
    const refused = (operation: string, name: string) => {
      const error = Object.assign(new Error('no'), { name, $fault: 'client', $metadata: {} });
      return ecrRefusalOf(error, { operation, purpose: 'do it', repository, region: 'eu-central-1' })?.fix;
    };
    expect(refused('CreateRepository', 'LimitExceededException')).to.contain('raise the quota');
    expect(refused('DescribeRepositoryCreationTemplates', 'AccessDeniedException')).to.contain(' on * to');
  });
});

describe('the labels of an image', () => {
  openForEach();
  const look = async () => ecr.commitOf((await ecr.image('v1'))!);
  beforeEach(() => aws.world.putImage('team/app', 'v1', { revision: 'abc' }));

  /** Happens after ECR has answered a question, before the runner goes on with the answer. */
  const afterAnswer = (happen: (answer: { downloadUrl?: string }) => Promise<void> | void) =>
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        await happen(result.output as { downloadUrl?: string });
        return result;
      },
      { step: 'initialize' },
    );

  it('cannot be read when the layer store refuses, which names the way out and not the signed URL', async () => {
    const looked = await ecr.image('v1');
    // The signature expires: what a VPC endpoint policy answers looks the same.
    afterAnswer(() => aws.clock.sleep(7_200_000));
    const error = await errorOf(ecr.commitOf(looked!));
    expect(error).to.include({ verdict: 'rejected' });
    expect(error!.message).to.contain('HTTP 403').and.not.contain('_blobs');
    expect(error!.fix).to.contain('s3:GetObject');
  });

  it('ask for another run when the layer store does not answer', async () => {
    const looked = await ecr.image('v1');
    afterAnswer((answer) => {
      answer.downloadUrl = 'http://127.0.0.1:1/layer?sig=secret';
    });
    const error = await errorOf(ecr.commitOf(looked!));
    expect(error).to.include({ verdict: 'try-again' });
    expect(error!.message).to.contain('127.0.0.1:1 does not answer').and.not.contain('secret');
  });

  it('are asked for once where the layer store speaks no TLS, which stays so', async () => {
    const looked = await ecr.image('v1');
    let asked = 0;
    const plain = createServer().on('connection', () => asked++);
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    afterAnswer((answer) => {
      answer.downloadUrl = `https://127.0.0.1:${(plain.address() as AddressInfo).port}/`;
    });
    expect(await errorOf(ecr.commitOf(looked!))).to.include({ verdict: 'rejected' });
    plain.close();
    plain.closeAllConnections();
    expect(asked).to.equal(1);
  });

  it('are waited for no longer once the job is cancelled', async () => {
    const looked = (await ecr.image('v1'))!;
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    afterAnswer((answer) => {
      answer.downloadUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
    });
    const cancellation = new AbortController();
    silent.on('connection', () => cancellation.abort('SIGTERM'));
    const error = await errorOf(ecr.platformsOf(looked, cancellation.signal));
    silent.close();
    silent.closeAllConnections();
    expect(error).to.include({ verdict: 'cancelled' });
  });

  it('are read in one go with the platform, and once more where they could not be read', async () => {
    const looked = (await ecr.image('v1'))!;
    const reads = () => aws.calls.filter(({ operation }) => operation === 'GetDownloadUrlForLayer').length;
    aws.faults.add({ operation: 'GetDownloadUrlForLayer', kind: 'access-denied', times: 1 });
    expect(await errorOf(ecr.commitOf(looked))).to.include({ verdict: 'rejected' });
    expect(await ecr.commitOf(looked)).to.equal('abc');
    await ecr.platformsOf(looked, new AbortController().signal);
    expect(reads()).to.equal(2);
  });

  it('are not looked for in a configuration that goes on for ever', async () => {
    let sent = 0;
    const endless = createServer((_, response) => {
      const chunk = Buffer.alloc(1024 * 1024, 'x');
      const more = () => {
        while (!response.closed && response.write(chunk)) sent += chunk.length;
      };
      response.on('drain', more);
      more();
    });
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    afterAnswer((answer) => {
      if (answer.downloadUrl)
        answer.downloadUrl = `http://127.0.0.1:${(endless.address() as AddressInfo).port}/`;
    });
    expect(await look()).to.equal(undefined);
    endless.close();
    endless.closeAllConnections();
    expect(sent / 1e6).to.be.below(20);
  });

  it('are read after a moment of throttling', async () => {
    aws.faults.add({ operation: 'GetDownloadUrlForLayer', kind: 'throttle', times: 2 });
    expect(await look()).to.equal('abc');
  });
});

describe('the login of ECR', () => {
  openForEach();
  it('is a user and a password', async () => {
    const { username, password } = await ecr.authorization();
    expect(username).to.equal('AWS');
    expect(password.length).to.be.above(1_000);
  });
});

describe('a repository in another account', () => {
  openForEach();
  it('is asked for there, and named with its account when it is missing', async () => {
    const registryId = '999999999999';
    const url = `${registryId}.dkr.ecr.eu-central-1.amazonaws.com/team/app`;
    const other = ecrApi(
      client,
      { url, registry: url, name: 'team/app', registryId },
      'eu-central-1',
      waits(),
    );
    await errorOf(other.image('v1'));
    await errorOf(other.tagMayMove('v1'));
    expect(aws.calls.map(({ input }) => (input as { registryId?: string }).registryId)).to.deep.equal([
      registryId,
      registryId,
    ]);
  });
});
