import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../runner/subprocess';
import { startSimulator, type Simulator } from '../simulator/simulator';
import { withLogin } from './docker';
import { hasCommand } from './install-engine';
import { withScratchContext } from './scratch-image';

describe('Podman and the simulated registry', function () {
  let aws: Simulator;
  let storage: string;

  before(async function () {
    if (!(await hasCommand('podman'))) this.skip();
    storage = await mkdtemp(path.join(tmpdir(), 'ecs-cd-podman-'));
  });

  after(async () => {
    if (storage) await rm(storage, { recursive: true, force: true });
  });

  beforeEach(async () => {
    aws = await startSimulator();
  });

  afterEach(() => aws.close());

  const podman = (args: readonly string[]) =>
    run({
      command: 'podman',
      args: ['--root', `${storage}/root`, '--runroot', `${storage}/run`, '--storage-driver', 'vfs', ...args],
      env: process.env,
    });

  it('bring an image there and back, and upload nothing twice', async () => {
    const image = `${aws.world.createRepository('team/shop')}:v1`;
    expect(
      await withScratchContext((context) => podman(['build', '--quiet', '--tag', image, context])),
    ).to.include({ exitCode: 0 });
    const uploads = () =>
      aws.world.registryRequests.filter(({ action }) => action === 'UploadLayerPart').length;
    await withLogin(aws.registry, aws.world.registryPassword(), async (folder) => {
      const access = ['--tls-verify=false', '--authfile', path.join(folder, 'config.json')];
      expect(await podman(['push', ...access, image])).to.include({ exitCode: 0 });
      expect(uploads()).to.equal(2);
      expect(await podman(['push', ...access, image])).to.include({ exitCode: 0 });
      expect(uploads()).to.equal(2);
      const byDigest = `${image.replace(':v1', '')}@${aws.world.imageDigest('team/shop', 'v1')}`;
      expect(await podman(['rmi', image])).to.include({ exitCode: 0 });
      expect(await podman(['pull', ...access, byDigest])).to.include({ exitCode: 0 });
    });
  });
});
