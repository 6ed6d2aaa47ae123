import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fromSource } from './from-source';
import { openServiceFixture, type ServiceFixture } from './service-fixture';

describe('the program as a process', function () {
  let fixture: ServiceFixture;
  let folder: string;
  beforeEach(async () => {
    fixture = await openServiceFixture();
    folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-main-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await fixture.close();
  });

  const [command, ...program] = fromSource();
  const start = () =>
    spawn(command, [...program, 'deploy'], {
      env: { PATH: process.env.PATH, ...fixture.env, CI_PROJECT_DIR: folder, ECS_CD_ROLLBACK: 'off' },
    });

  for (const operation of ['BatchGetImage', 'RegisterTaskDefinition', 'UpdateService']) {
    it(`is gone within 5 s of SIGTERM while ${operation} hangs, with one verdict`, async () => {
      fixture.aws.faults.add({ operation, kind: 'hang', times: 9 });
      const child = start();
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      while (!fixture.aws.calls.some((call) => call.operation === operation)) await delay(5);
      const signalled = process.hrtime.bigint();
      child.kill('SIGTERM');
      const [exitCode] = (await once(child, 'close')) as [number];
      expect(exitCode, output).to.equal(143);
      expect(Number(process.hrtime.bigint() - signalled) / 1e9).to.be.below(5);
      expect(output.match(/^verdict +cancelled \(exit 143\)$/gm)).to.have.length(1);
    });
  }

  it('shows nothing that nobody has masked where the log cannot be written', async function () {
    if (!existsSync('/dev/full')) this.skip();
    const full = openSync('/dev/full', 'w');
    const child = spawn(command, [...program, 'deploy', '--help'], { stdio: ['ignore', full, 'pipe'] });
    let told = '';
    child.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString()));
    const [exitCode] = (await once(child, 'close')) as [number];
    closeSync(full);
    expect(exitCode).to.equal(1);
    expect(told).to.match(/^happened +the job log cannot be written\nverdict +internal-error \(exit 1\)\n$/);
  });
});
