import {
  DescribeImageReplicationStatusCommand,
  DescribeImagesCommand,
  ECRClient,
  ListImagesCommand,
} from '@aws-sdk/client-ecr';
import { expect } from 'chai';
import { startSimulator, type Simulator } from '../simulator';

const repositoryName = 'team/shop';

describe('the simulated ECR', () => {
  let aws: Simulator;
  let ecr: ECRClient;

  beforeEach(async () => {
    aws = await startSimulator();
    aws.world.createRepository(repositoryName);
    ecr = new ECRClient(aws.clientConfig);
  });
  afterEach(async () => {
    ecr.destroy();
    await aws.close();
  });

  it('calls an index as large as the largest image in it', async () => {
    aws.world.putImageIndex(repositoryName, 'both', ['amd64', 'arm64']);
    const { imageDetails = [] } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
    const sizeOf = (isIndex: boolean) =>
      imageDetails
        .filter(({ imageTags = [] }) => imageTags.includes('both') === isIndex)
        .map(({ imageSizeInBytes = 0 }) => imageSizeInBytes);
    expect(sizeOf(true)).to.deep.equal([Math.max(...sizeOf(false))]);
  });

  it('lists tags and images without one', async () => {
    const first = aws.world.putImage(repositoryName, 'v1');
    aws.world.putImageIndex(repositoryName, 'both', ['arm64']);
    const list = async (tagStatus: 'TAGGED' | 'UNTAGGED') =>
      (await ecr.send(new ListImagesCommand({ repositoryName, filter: { tagStatus } }))).imageIds!;
    expect(await list('TAGGED')).to.deep.include({ imageDigest: first, imageTag: 'v1' });
    expect((await list('UNTAGGED')).map(({ imageTag }) => imageTag)).to.deep.equal([undefined]);
  });

  it('tells how far the copy of an image in another region is', async () => {
    aws.world.setReplication(repositoryName, [
      { region: 'eu-west-1', afterSeconds: 60 },
      { region: 'us-east-1', afterSeconds: 0, failureCode: 'AccessDenied' },
    ]);
    aws.world.putImage(repositoryName, 'v1');
    const statuses = async () => {
      const imageId = { imageTag: 'v1' };
      const command = new DescribeImageReplicationStatusCommand({ repositoryName, imageId });
      return (await ecr.send(command)).replicationStatuses!.map(
        ({ region, status }) => `${region} ${status}`,
      );
    };
    expect(await statuses()).to.deep.equal(['eu-west-1 IN_PROGRESS', 'us-east-1 FAILED']);
    await aws.clock.sleep(60_000);
    expect(await statuses()).to.deep.equal(['eu-west-1 COMPLETE', 'us-east-1 FAILED']);
  });
});
