import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  GetDownloadUrlForLayerCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { expect } from 'chai';
import { digestOf } from './images/manifest';
import { startSimulator, type Simulator } from '../simulator';

const account = '123456789012';
const repositoryName = 'team/shop';

describe('the simulated ECR', () => {
  let aws: Simulator;
  let ecr: ECRClient;

  beforeEach(async () => {
    aws = await startSimulator();
    ecr = new ECRClient(aws.clientConfig);
    aws.world.createRepository(repositoryName);
  });

  afterEach(async () => {
    ecr.destroy();
    await aws.close();
  });

  async function refusal(answer: Promise<unknown>) {
    const error = await answer.then(
      () => expect.fail('was not refused'),
      (reason: unknown) => reason as Error,
    );
    return { name: error.name, message: error.message };
  }

  it('hands out a token that opens the registry for 12 hours', async () => {
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    const { authorizationToken, expiresAt, proxyEndpoint } = authorizationData![0]!;
    expect(proxyEndpoint).to.equal(aws.url);
    expect(expiresAt!.getTime() - aws.clock.now()).to.equal(12 * 3_600_000);
    const headers = { authorization: `Basic ${authorizationToken}` };
    expect((await fetch(`${proxyEndpoint}/v2/`, { headers })).status).to.equal(200);
    await aws.clock.sleep(12 * 3_600_000);
    expect((await fetch(`${proxyEndpoint}/v2/`, { headers })).status).to.equal(403);
  });

  it('creates a repository, describes it, and refuses to create it twice', async () => {
    const created = new CreateRepositoryCommand({
      repositoryName: 'fixed',
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'latest' }],
    });
    await ecr.send(created);
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ['fixed'] }));
    expect(repositories).to.have.length(1);
    expect(repositories![0]).to.deep.include({
      repositoryArn: `arn:aws:ecr:eu-central-1:${account}:repository/fixed`,
      registryId: account,
      repositoryUri: `${aws.registry}/fixed`,
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'latest' }],
    });
    expect(await refusal(ecr.send(created))).to.deep.equal({
      name: 'RepositoryAlreadyExistsException',
      message: `The repository with name 'fixed' already exists in the registry with id '${account}'`,
    });
  });

  it('refuses a repository that is not there, and a registry that is not ours', async () => {
    const absent = new DescribeRepositoriesCommand({ repositoryNames: ['absent'] });
    expect(await refusal(ecr.send(absent))).to.deep.equal({
      name: 'RepositoryNotFoundException',
      message: `The repository with name 'absent' does not exist in the registry with id '${account}'`,
    });
    const foreign = new DescribeImagesCommand({ registryId: '210987654321', repositoryName });
    expect((await refusal(ecr.send(foreign))).name).to.equal('AccessDeniedException');
  });

  it('gets images by tag and by digest, and tells which are not there', async () => {
    const digest = aws.world.putImage(repositoryName, 'v1');
    const imageIds = [{ imageTag: 'v1' }, { imageDigest: digest }, { imageTag: 'v2' }];
    const { images, failures } = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds }));
    expect(images!.map(({ imageId }) => imageId)).to.deep.equal([
      { imageTag: 'v1', imageDigest: digest },
      { imageDigest: digest },
    ]);
    expect(digestOf(images![0]!.imageManifest!)).to.equal(digest);
    expect(failures).to.deep.equal([
      {
        imageId: { imageTag: 'v2' },
        failureCode: 'ImageNotFound',
        failureReason: 'Requested image not found',
      },
    ]);
  });

  it('gets no image of a type that was not asked for', async () => {
    aws.world.putImage(repositoryName, 'v1');
    const { images, failures } = await ecr.send(
      new BatchGetImageCommand({
        repositoryName,
        imageIds: [{ imageTag: 'v1' }],
        acceptedMediaTypes: ['application/vnd.oci.image.index.v1+json'],
      }),
    );
    expect([images!.length, failures!.length]).to.deep.equal([0, 1]);
  });

  it('describes images with all their tags, and refuses one that is not there', async () => {
    const imageDigest = aws.world.putImage(repositoryName, 'v1', { revision: 'abc' });
    const manifest = await manifestOf('v1');
    await ecr.send(new PutImageCommand({ repositoryName, imageManifest: manifest, imageTag: 'latest' }));
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
    expect(imageDetails).to.have.length(1);
    expect(imageDetails![0]).to.deep.include({ imageDigest, imageTags: ['v1', 'latest'] });
    expect(imageDetails![0]!.imagePushedAt!.getTime()).to.equal(aws.clock.now());
    const absent = new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: 'v9' }] });
    expect(await refusal(ecr.send(absent))).to.deep.equal({
      name: 'ImageNotFoundException',
      message: `The image with imageId {imageDigest:'null', imageTag:'v9'} does not exist within the repository with name '${repositoryName}' in the registry with id '${account}'`,
    });
  });

  it('shows the commit and the architecture of an image that a test put there', async () => {
    aws.world.putImage(repositoryName, 'v1', { revision: 'abc', architecture: 'arm64' });
    const { config } = JSON.parse(await manifestOf('v1')) as { config: { digest: string } };
    const { downloadUrl } = await ecr.send(
      new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: config.digest }),
    );
    const { architecture, config: settings } = (await (await fetch(downloadUrl!)).json()) as {
      architecture: string;
      config: { Labels: Record<string, string> };
    };
    expect(architecture).to.equal('arm64');
    expect(settings.Labels['org.opencontainers.image.revision']).to.equal('abc');
    const absent = new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: digestOf('x') });
    expect((await refusal(ecr.send(absent))).name).to.equal('LayersNotFoundException');
  });

  it('refuses to put the same image under the same tag', async () => {
    aws.world.putImage(repositoryName, 'v1');
    const again = { repositoryName, imageManifest: await manifestOf('v1'), imageTag: 'v1' };
    expect((await refusal(ecr.send(new PutImageCommand(again)))).name).to.equal(
      'ImageAlreadyExistsException',
    );
  });

  it('refuses to move a tag that is immutable', async () => {
    aws.world.createRepository('fixed', { mutability: 'IMMUTABLE' });
    aws.world.putImage('fixed', 'v1');
    expect(() => aws.world.putImage('fixed', 'v1', { revision: 'def' })).to.throw('the tag is immutable');
  });

  it('deletes a tag, and the image with its last one', async () => {
    const digest = aws.world.putImage(repositoryName, 'v1');
    const imageManifest = await manifestOf('v1');
    await ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag: 'latest' }));
    const remove = (imageTag: string) =>
      ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
    await remove('v1');
    expect(aws.world.imageDigest(repositoryName, 'v1')).to.equal(undefined);
    expect(aws.world.imageDigest(repositoryName, 'latest')).to.equal(digest);
    await remove('latest');
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
    expect(imageDetails).to.deep.equal([]);
    expect((await remove('latest')).failures![0]!.failureCode).to.equal('ImageNotFound');
  });

  async function manifestOf(imageTag: string): Promise<string> {
    const { images } = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
    return images![0]!.imageManifest!;
  }
});
