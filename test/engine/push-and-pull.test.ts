import { expect } from 'chai';
import { startSimulator, type Simulator } from '../simulator/simulator';
import type { ContainerEngine } from './container-engine';
import { docker, tryDocker, withLogin } from './docker';
import { engineForTests } from './engine-for-tests';
import { withScratchContext } from './scratch-image';

describe('Docker and the simulated registry', function () {
  let engine: ContainerEngine;
  let aws: Simulator;
  let image: string;

  before(async function () {
    engine = (await engineForTests()) ?? this.skip();
  });

  beforeEach(async () => {
    aws = await startSimulator();
    image = `${aws.world.createRepository('team/shop')}:v1`;
    await build(image);
  });

  afterEach(async () => {
    const images = await docker(engine, ['images', '--quiet', '--filter', `reference=${aws.registry}/*/*`]);
    await docker(engine, ['rmi', '--force', ...new Set(images.split('\n'))]);
    await aws.close();
  });

  const build = (reference: string) =>
    withScratchContext((context) => docker(engine, ['build', '--quiet', '--tag', reference, context]));

  const loggedIn = (args: readonly string[], password = aws.world.registryPassword()) =>
    withLogin(aws.registry, password, (configFolder) => tryDocker(engine, args, { configFolder }));

  // Docker's own image store sends a layer in parts, containerd's all at once.
  const uploads = () =>
    aws.world.registryRequests.filter(({ action }) => /^(?:Upload|Complete)Layer/.test(action ?? ''));

  it('bring an image there and back', async () => {
    expect(await loggedIn(['push', image])).to.include({ exitCode: 0 });
    const digest = aws.world.imageDigest('team/shop', 'v1');
    const layers = await docker(engine, ['inspect', '--format', '{{.RootFS.Layers}}', image]);
    await docker(engine, ['rmi', image]);
    const byDigest = `${image.replace(':v1', '')}@${digest}`;
    expect(await loggedIn(['pull', byDigest])).to.include({ exitCode: 0 });
    expect(await docker(engine, ['inspect', '--format', '{{.RootFS.Layers}}', byDigest])).to.equal(layers);
  });

  it('upload nothing that is there already', async () => {
    await loggedIn(['push', image]);
    const uploaded = uploads().length;
    expect(uploaded).to.be.at.least(2);
    expect(await loggedIn(['push', image])).to.include({ exitCode: 0 });
    expect(uploads()).to.have.length(uploaded);
  });

  it('mount a layer that another repository has', async () => {
    await loggedIn(['push', image]);
    const other = `${aws.world.createRepository('team/other')}:v1`;
    await docker(engine, ['tag', image, other]);
    const { exitCode, stdout } = await loggedIn(['push', other]);
    expect(exitCode).to.equal(0);
    expect(stdout).to.include('Mounted from team/shop');
  });

  it('part over a wrong password, with nothing uploaded', async () => {
    const { exitCode, lastLines } = await loggedIn(['push', image], 'guess');
    expect(exitCode).to.equal(1);
    expect(lastLines.join('\n')).to.match(/unauthorized: authentication required|401 Unauthorized/);
    expect(aws.world.registryRequests.map(({ status }) => status)).to.include(401);
    expect(uploads()).to.deep.equal([]);
  });

  it('part over an expired password in the words of ECR', async () => {
    const password = aws.world.registryPassword();
    await aws.clock.sleep(12 * 3_600_000);
    const { exitCode, lastLines } = await loggedIn(['push', image], password);
    expect(exitCode).to.equal(1);
    expect(lastLines.join('\n')).to.match(/: Your authorization token has expired\./);
  });

  it('survive a connection that breaks in the middle of an upload', async () => {
    aws.world.registryFaults.add({ action: 'UploadLayerPart', kind: 'cut-off' });
    expect(await loggedIn(['push', image])).to.include({ exitCode: 0 });
    const parts = uploads().filter(({ action }) => action === 'UploadLayerPart');
    if (parts.length > 0) expect(parts.map(({ status }) => status)).to.deep.equal([undefined, 202, 202]);
    expect(aws.world.imageDigest('team/shop', 'v1')).to.match(/^sha256:/);
  });

  it('part over a push that IAM denies', async () => {
    aws.world.registryFaults.add({ action: 'InitiateLayerUpload', kind: 'access-denied', times: 9 });
    const { exitCode, lastLines } = await loggedIn(['push', image]);
    expect(exitCode).to.equal(1);
    expect(lastLines.join('\n')).to.match(
      /: User: \S+ is not authorized to perform: ecr:InitiateLayerUpload/,
    );
  });

  it('part over an immutable tag in the words of ECR', async () => {
    const fixed = `${aws.world.createRepository('team/fixed', { mutability: 'IMMUTABLE' })}:v1`;
    await docker(engine, ['tag', image, fixed]);
    expect(await loggedIn(['push', fixed])).to.include({ exitCode: 0 });
    await build(fixed);
    const { exitCode, lastLines } = await loggedIn(['push', fixed]);
    expect(exitCode).to.equal(1);
    expect(lastLines.join('\n')).to.include(
      "The image tag 'v1' already exists in the 'team/fixed' repository and cannot be overwritten because the tag is immutable.",
    );
  });

  it('part over a repository that nobody created', async () => {
    const absent = `${aws.registry}/team/absent:v1`;
    await docker(engine, ['tag', image, absent]);
    const { exitCode, lastLines } = await loggedIn(['push', absent]);
    expect(exitCode).to.equal(1);
    expect(lastLines.join('\n')).to.include("The repository with name 'team/absent' does not exist");
  });
});
