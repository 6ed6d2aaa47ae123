import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { docker, tryDocker } from './docker';
import { missingForOwnDaemon, startOwnDaemon } from './own-daemon';

describe('a Docker daemon of our own', function () {
  before(async function () {
    if ((await missingForOwnDaemon()).length > 0) this.skip();
  });

  const folderOf = (host: string) => path.dirname(host.replace('unix://', ''));
  const ourBridges = () => Object.keys(networkInterfaces()).filter((name) => name.startsWith('ecs-cd-br'));

  it('answers, and leaves nothing behind when it is stopped', async () => {
    const bridgesBefore = ourBridges();
    const daemon = await startOwnDaemon();
    const folder = folderOf(daemon.env.DOCKER_HOST);
    expect(await docker(daemon, ['info', '--format', '{{.DockerRootDir}}'])).to.equal(`${folder}/data`);
    // Another run on this machine may come and go meanwhile.
    const bridges = ourBridges().filter((name) => !bridgesBefore.includes(name));
    expect(bridges).to.not.have.length(0);
    await daemon.stop();
    expect(existsSync(folder)).to.equal(false);
    expect(bridges.filter((name) => ourBridges().includes(name))).to.have.length(bridges.length - 1);
    expect((await tryDocker(daemon, ['version'])).exitCode).to.equal(1);
  });

  it('goes when the process that it works for is killed', async () => {
    const script = `require(${JSON.stringify(path.join(__dirname, 'own-daemon.ts'))})
      .startOwnDaemon().then(({ env }) => console.log(env.DOCKER_HOST)); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['-r', 'ts-node/register', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [host] = (await once(createInterface(child.stdout), 'line')) as [string];
    expect(existsSync(folderOf(host))).to.equal(true);
    child.kill('SIGKILL');
    for (let tries = 0; tries < 100 && existsSync(folderOf(host)); tries += 1) await delay(100);
    expect(existsSync(folderOf(host))).to.equal(false);
  });
});
