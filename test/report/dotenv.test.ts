import { expect } from 'chai';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeDotenv } from '../../runner/report/project-file';
import type { Outputs } from '../../runner/settings/variables/known-names';

let folder: string;

/** In each describe, because a hook of the file would run around the tests of all files in a process. */
function openForEach(): void {
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-dotenv-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
}

const errorOf = (written: Promise<unknown>) =>
  written.then(() => undefined).catch((error: unknown) => error as Error);
const write = (file: string, values: Outputs) =>
  writeDotenv({ file: path.join(folder, file), projectDir: folder }, values);
const read = (file = 'ecs-cd.env') => readFileSync(path.join(folder, file), 'utf8');

describe('the dotenv report', () => {
  openForEach();
  it('is one line per variable, as GitLab reads it', async () => {
    const file = 'deep/er/ecs-cd.env';
    await write(file, {
      ECS_CD_IMAGE: 'host/app@sha256:1',
      ECS_CD_ENVIRONMENT_URL: 'https://x/?a=b',
      ECS_CD_DOCKER_TAG: '',
    });
    expect(read(file)).to.equal(
      'ECS_CD_IMAGE=host/app@sha256:1\nECS_CD_ENVIRONMENT_URL=https://x/?a=b\nECS_CD_DOCKER_TAG=\n',
    );
  });

  it('replaces the one of an earlier run, and leaves nothing beside it', async () => {
    await write('ecs-cd.env', { ECS_CD_VERDICT: 'superseded', ECS_CD_IMAGE: '2' });
    await write('ecs-cd.env', { ECS_CD_VERDICT: 'succeeded' });
    expect(read()).to.equal('ECS_CD_VERDICT=succeeded\n');
    expect(readdirSync(folder)).to.deep.equal(['ecs-cd.env']);
  });

  const refused: readonly [string, string][] = [
    ['of several lines', 'one\nECS_CD_VERDICT=forged'],
    ['of more than 5 KB', '\u00e4'.repeat(2_560)],
  ];
  for (const [what, value] of refused) {
    it(`goes without a value ${what}, which GitLab would refuse after the job, and says so`, async () => {
      const values = { ECS_CD_VERDICT: 'succeeded', ECS_CD_IMAGE: value, ECS_CD_DOCKER_TAG: 'v1' };
      expect(await write('ecs-cd.env', values)).to.deep.equal(['ECS_CD_IMAGE']);
      expect(read()).to.equal('ECS_CD_VERDICT=succeeded\nECS_CD_DOCKER_TAG=v1\n');
    });
  }

  it('may be as large as GitLab allows', async () => {
    const value = 'x'.repeat(5 * 1024 - 'ECS_CD_IMAGE=\n'.length);
    expect(await write('ecs-cd.env', { ECS_CD_IMAGE: value })).to.deep.equal([]);
    expect(await write('ecs-cd.env', { ECS_CD_IMAGE: `${value}x` })).to.deep.equal(['ECS_CD_IMAGE']);
  });

  it('is no folder', async () => {
    const error = await errorOf(writeDotenv({ file: folder, projectDir: path.dirname(folder) }, {}));
    expect(error).to.have.property('verdict', 'invalid-usage');
    expect(error!.message).to.contain('is a folder');
  });

  it('names its variable when it cannot be written', async () => {
    writeFileSync(path.join(folder, 'file'), '');
    const error = await errorOf(write('file/ecs-cd.env', {}));
    expect(error).to.have.property('verdict', 'rejected');
    expect(error!.message).to.contain('ECS_CD_DOTENV').and.contain('file/ecs-cd.env');
  });
});

describe('a file of the project', () => {
  openForEach();
  let outside: string;
  beforeEach(() => {
    outside = mkdtempSync(path.join(tmpdir(), 'ecs-cd-outside-'));
    writeFileSync(path.join(outside, 'ecs-cd.env'), 'theirs');
  });
  afterEach(() => rmSync(outside, { recursive: true, force: true }));

  for (const file of ['link/ecs-cd.env', 'link/new/ecs-cd.env']) {
    it(`is not written where a symbolic link leads out: ${file}`, async () => {
      symlinkSync(outside, path.join(folder, 'link'));
      const error = await errorOf(write(file, { ECS_CD_VERDICT: 'succeeded' }));
      expect(error).to.have.property('verdict', 'rejected');
      expect(error!.message).to.contain('symbolic link');
      expect(readdirSync(outside)).to.deep.equal(['ecs-cd.env']);
    });
  }

  it('takes the place of a symbolic link of its name, whose end stays as it is', async () => {
    symlinkSync(path.join(outside, 'ecs-cd.env'), path.join(folder, 'ecs-cd.env'));
    await write('ecs-cd.env', { ECS_CD_VERDICT: 'succeeded' });
    expect(read()).to.equal('ECS_CD_VERDICT=succeeded\n');
    expect(readFileSync(path.join(outside, 'ecs-cd.env'), 'utf8')).to.equal('theirs');
  });

  it('may lie behind a link that stays inside, and the project behind one of its own', async () => {
    mkdirSync(path.join(folder, 'real'));
    symlinkSync('real', path.join(folder, 'inside'));
    symlinkSync(folder, path.join(outside, 'project'));
    const projectDir = path.join(outside, 'project');
    await writeDotenv({ file: path.join(projectDir, 'inside/a.env'), projectDir }, { ECS_CD_IMAGE: 'x' });
    expect(read('real/a.env')).to.equal('ECS_CD_IMAGE=x\n');
  });
});
