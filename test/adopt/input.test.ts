import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { outputsJson, siteForEach, staging } from './site';

const withoutPlace = { ECS_CD_PROJECT: undefined, ECS_CD_GITLAB_URL: undefined };

describe('what ecs-cd adopt is given', () => {
  const site = siteForEach();

  it('reads a file, as UTF-16 too, and stdin by default or by its name', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-adopt-'));
    try {
      const file = path.join(folder, 'outputs.json');
      const fromFile = async () => (await site.adopt(['--terraform-output', file], { outputs: '' })).exitCode;
      writeFileSync(file, outputsJson());
      expect(await fromFile()).to.equal(10);
      writeFileSync(file, `\ufeff${outputsJson()}`, 'utf16le');
      expect(await fromFile()).to.equal(10);
      expect((await site.adopt(['--terraform-output=-'])).exitCode).to.equal(10);
      expect((await site.adopt(['--terraform-output', '-'])).exitCode).to.equal(10);
      const { exitCode, stderr } = await site.adopt(['--terraform-output', path.join(folder, 'none.json')]);
      expect(exitCode).to.equal(2);
      expect(stderr).to.contain('none.json does not exist; nothing was touched');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('waits for nobody to type outputs at a terminal', async () => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    const { exitCode, stderr } = await site.adopt(staging, { stdin });
    expect(exitCode).to.equal(2);
    expect(stderr).to.contain('terraform output -json | ecs-cd adopt');
  });

  it('takes no stream without an end', async () => {
    const stdin = Readable.from(Array<Buffer>(40).fill(Buffer.alloc(1024 * 1024)));
    const { exitCode, stderr } = await site.adopt(staging, { stdin });
    expect(exitCode).to.equal(2);
    expect(stderr).to.contain('stdin is larger than 32 MB');
  });

  it('is gone at once when it is cancelled while it waits for its input', async () => {
    const interrupter = new AbortController();
    const ended = site.adopt(staging, { stdin: new PassThrough(), interruption: interrupter.signal });
    setImmediate(() => interrupter.abort('SIGTERM'));
    expect((await ended).exitCode).to.equal(143);
  });

  it('says everything that is wrong with its options at once', async () => {
    const argv = ['--environment', 'a:b', '--map', 'x', '--project', 'web', '--gitlab-url', 'gitlab'];
    const { exitCode, stderr } = await site.adopt(argv, { env: { ECS_CD_GITLAB_TOKEN: '' } });
    expect(exitCode).to.equal(2);
    for (const subject of ['--environment', '--map', '--project', '--gitlab-url', 'ECS_CD_GITLAB_TOKEN']) {
      expect(stderr).to.match(new RegExp(`^ {2}${subject} `, 'm'));
    }
    expect((await site.adopt(['--project', 'https://gitlab.com/shop/web.git'])).stderr).to.contain(
      'write the path alone: shop/web',
    );
  });

  it('says what is wrong with the texts of --set along with that, so that nobody comes back for it', async () => {
    const argv = ['--set', 'TASK_FAMILY=a b', '--set', 'SERVICE_NAME', '--set', 'CLUSTER_NAME=shop'];
    const { exitCode, stderr } = await site.adopt([...staging, ...argv]);
    expect(exitCode).to.equal(2);
    expect(stderr)
      .to.match(/^ {2}--set +"SERVICE_NAME" is not VARIABLE=VALUE\n/m)
      .and.match(/^ {2}TASK_FAMILY +"a b" is not the name of a .* \(value of --set\)\n/m)
      .and.contain('2 settings are missing or wrong')
      .and.not.contain('CLUSTER_NAME');
  });

  it('says it of each text once and by itself: the outputs, or another scope, may hold what belongs to it', async () => {
    const values = [
      'REPOSITORY_URL=web',
      'ECS_CD_CHAINED_ROLE_EXTERNAL_ID=abcd',
      'CLUSTER_NAME@staging=arn:aws:ecs:eu-west-1:123456789012:cluster/shop',
      'AWS_DEFAULT_REGION@production=eu-central-1',
      'ECS_CD_CONTAINER@staging=a b',
      'ECS_CD_CONTAINER@production=web',
    ];
    const argv = values.flatMap((value) => ['--set', value]);
    const { stderr } = await site.adopt([...argv, '--project', 'web']);
    expect(stderr.match(/^ {2}\S+ /gm)?.map((subject) => subject.trim())).to.deep.equal([
      'REPOSITORY_URL',
      'ECS_CD_CONTAINER',
      '--project',
    ]);
  });

  it('is refused where a text is for an environment that is not adopted', async () => {
    const { exitCode, stderr } = await site.adopt([...staging, '--set', 'ECS_CD_CONTAINER@production=web']);
    expect(exitCode).to.equal(2);
    expect(stderr).to.match(
      /ECS_CD_CONTAINER@production\s+is not for staging\s+fix: write staging behind the @/,
    );
    expect((await site.adopt([...staging, '--set', 'ECS_CD_CONTAINER@staging=web'])).exitCode).to.equal(10);
  });

  it('is what its page shows, word by word', async () => {
    const page = readFileSync(path.resolve(__dirname, '../../docs/adopt.md'), 'utf8');
    const commands = [...page.matchAll(/^ *terraform output -json \| ecs-cd adopt (.*)$/gm)].map(
      ([, words]) => words!.replace('https://gitlab.com', site.gitlab.url).split(' '),
    );
    const exitCodes = [];
    for (const argv of commands) exitCodes.push((await site.adopt(argv, { env: withoutPlace })).exitCode);
    expect(exitCodes).to.deep.equal([10, 0]);
    expect(site.gitlab.project.variables).to.have.length(9);
  });
});
