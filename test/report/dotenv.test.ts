import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeDotenv } from '../../runner/report/dotenv-file';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-dotenv-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const errorOf = (written: Promise<void>) =>
  written.then(() => undefined).catch((error: unknown) => error as Error);

describe('the dotenv report', () => {
  it('is one line per variable, as GitLab reads it', async () => {
    const file = path.join(folder, 'deep/er/ecs-cd.env');
    await writeDotenv(file, { ECS_CD_IMAGE: 'host/app@sha256:1', ECS_CD_URL: 'https://x/?a=b', EMPTY: '' });
    expect(readFileSync(file, 'utf8')).to.equal(
      'ECS_CD_IMAGE=host/app@sha256:1\nECS_CD_URL=https://x/?a=b\nEMPTY=\n',
    );
  });

  it('replaces the one of an earlier run, and leaves nothing beside it', async () => {
    const file = path.join(folder, 'ecs-cd.env');
    await writeDotenv(file, { A: '1', B: '2' });
    await writeDotenv(file, { A: '3' });
    expect(readFileSync(file, 'utf8')).to.equal('A=3\n');
    expect(readdirSync(folder)).to.deep.equal(['ecs-cd.env']);
  });

  const refused: readonly [string, Record<string, string>][] = [
    ['a value of several lines', { A: 'one\ntwo' }],
    ['a name that is none', { 'A-B': '1' }],
    ['an empty name', { '': '1' }],
    ['more than 5 KB', { A: '\u00e4'.repeat(2_559) }],
    ['more than 20 variables', Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`A${at}`, '']))],
  ];
  for (const [what, values] of refused) {
    it(`is not written with ${what}, which GitLab would refuse after the job`, async () => {
      expect(await errorOf(writeDotenv(path.join(folder, 'ecs-cd.env'), values))).to.be.instanceOf(Error);
      expect(readdirSync(folder)).to.deep.equal([]);
    });
  }

  it('may be as large as GitLab allows', async () => {
    await writeDotenv(path.join(folder, 'ecs-cd.env'), { A: 'x'.repeat(5 * 1024 - 3) });
  });

  it('is no folder', async () => {
    const error = await errorOf(writeDotenv(folder, { A: '1' }));
    expect(error).to.have.property('verdict', 'invalid-usage');
    expect(error!.message).to.contain('is a folder');
  });

  it('names its variable when it cannot be written', async () => {
    writeFileSync(path.join(folder, 'file'), '');
    const error = await errorOf(writeDotenv(path.join(folder, 'file/ecs-cd.env'), { A: '1' }));
    expect(error).to.have.property('verdict', 'rejected');
    expect(error!.message).to.contain('ECS_CD_DOTENV').and.contain('file/ecs-cd.env');
  });
});
