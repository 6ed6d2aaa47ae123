import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { releaseAssets } from './release-assets';
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

  let bundle: string;
  before(async () => {
    ({ bundle } = await releaseAssets());
  });
  const start = (env: Readonly<Record<string, string>> = fixture.env) =>
    spawn(process.execPath, [bundle, 'deploy'], {
      env: { PATH: process.env.PATH, ...env, CI_PROJECT_DIR: folder, ECS_CD_ROLLBACK: 'off' },
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

  it('names the endpoint that is not AWS also where something does not answer to a SIGTERM', async () => {
    const config = path.join(folder, 'config');
    const started = path.join(folder, 'started');
    writeFileSync(config, `[default]\ncredential_process = sh -c "touch ${started}; exec sleep 9"\n`);
    // The patience with what does not answer, all at once.
    const hurry = path.join(folder, 'hurry.js');
    writeFileSync(
      hurry,
      'const t = setTimeout; setTimeout = (f, ms, ...a) => t(f, ms === 6500 ? 0 : ms, ...a);',
    );
    const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...env } = fixture.env;
    const child = start({ ...env, AWS_CONFIG_FILE: config, NODE_OPTIONS: `--require=${hurry}` });
    const exited = once(child, 'exit');
    let told = '';
    child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
    while (!existsSync(started) && child.exitCode === null) await delay(5);
    child.kill('SIGTERM');
    const [exitCode] = (await exited) as [number];
    expect(exitCode, told).to.equal(143);
    expect(told).to.match(
      /^happened +the job was cancelled \(SIGTERM\), and a request was pending .*\nfix +.*\nwarning +not AWS: http.*\nverdict +cancelled \(exit 143\)\n$/,
    );
  });

  it('shows nothing that nobody has masked where the log cannot be written', async function () {
    if (!existsSync('/dev/full')) this.skip();
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [bundle, 'deploy', '--help'], { stdio: ['ignore', full, 'pipe'] });
    let told = '';
    child.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString()));
    const [exitCode] = (await once(child, 'close')) as [number];
    closeSync(full);
    expect(exitCode).to.equal(1);
    expect(told).to.match(/^happened +the job log cannot be written\nverdict +internal-error \(exit 1\)\n$/);
  });
});
