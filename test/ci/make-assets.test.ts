import { expect } from 'chai';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../runner/subprocess';

const root = path.resolve(__dirname, '../..');

describe('the assets of a release', function () {
  this.timeout(60_000);
  let folder: string;
  const at = (command: string, ...args: string[]) => run({ command, args, cwd: folder, env: process.env });

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-assets-'));
  });

  after(() => rmSync(folder, { recursive: true }));

  it('are the bundle of this version, which runs, and a checksum that tells when it was changed', async () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    const asset = `ecs-cd-${version}.cjs`;
    const made = await at(path.join(root, '.ci/make-assets'), folder);
    expect(made.exitCode, made.stderr).to.equal(0);
    expect(readdirSync(folder).toSorted()).to.deep.equal([asset, `${asset}.sha256`]);
    expect((await at('node', asset, '--help')).stdout).to.contain('ecs-cd deploy');
    expect(await at('sha256sum', '-c', `${asset}.sha256`)).to.include({
      exitCode: 0,
      stdout: `${asset}: OK`,
    });
    appendFileSync(path.join(folder, asset), ' ');
    expect(await at('sha256sum', '-c', `${asset}.sha256`)).to.include({ exitCode: 1 });
  });
});
