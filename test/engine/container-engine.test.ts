import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { engineHere } from './container-engine';

describe('the search for a container engine', () => {
  const { PATH = '', DOCKER_HOST } = process.env;
  let programs: string;

  beforeEach(async () => {
    programs = await mkdtemp(path.join(tmpdir(), 'ecs-cd-programs-'));
    process.env.PATH = programs;
  });

  afterEach(async () => {
    process.env.PATH = PATH;
    if (DOCKER_HOST === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = DOCKER_HOST;
    await rm(programs, { recursive: true });
  });

  it('says what is missing, and the line that brings it', async () => {
    const found = await engineHere();
    expect(found).to.include({ reason: 'there is no docker command' });
    expect(found)
      .to.have.property('fix')
      .that.matches(/install|start/);
  });

  it('passes over an engine that would not find a registry on this machine', async function () {
    const folder = PATH.split(path.delimiter).find((one) => existsSync(path.join(one, 'docker')));
    if (folder === undefined) return this.skip();
    await symlink(path.join(folder, 'docker'), path.join(programs, 'docker'));
    const remote = await remoteEngine();
    try {
      process.env.DOCKER_HOST = `tcp://127.0.0.1:${(remote.address() as AddressInfo).port}`;
      expect(await engineHere()).to.include({
        reason: `the engine at ${process.env.DOCKER_HOST} does not reach the loopback of this machine`,
      });
    } finally {
      remote.closeAllConnections();
      remote.close();
    }
  });
});

/** Answers as a Docker daemon on another machine would, and pulls nothing from here. */
async function remoteEngine(): Promise<Server> {
  const server = createServer((request, response) => {
    const isPull = request.method === 'POST';
    response.writeHead(isPull ? 500 : 200, { 'Api-Version': '1.41', 'Content-Type': 'application/json' });
    response.end(
      JSON.stringify(
        isPull ? { message: 'connection refused' } : { Version: '20.10.24', ApiVersion: '1.41' },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
