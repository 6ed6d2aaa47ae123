import { expect } from 'chai';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../runner/subprocess';
import { releaseAssets } from '../release-assets';
import { exits } from '../run';
import { commits, forEachTest, type BuildFixture } from './build-fixture';

let fixture: BuildFixture;

const when = 'pushing\n';
const then = () => void fixture.aws.world.putImage('team/app', 'v1', { revision: commits.ours });
const callOf = (command: string) => fixture.calls().find((call) => call.command === command)!;
const write = (file: string, text: string) => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
};
interface Config {
  readonly auths: Record<string, unknown>;
  readonly credHelpers: Record<string, string>;
}
const configSeen = () => JSON.parse(callOf('build').loginFolder!.config) as Config & Record<string, unknown>;

/** Everything that a run left on disk, but the notes of the engine that only plays. */
function filesLeft(): string[] {
  return [fixture.project, fixture.home, fixture.temporary].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(folder, name))
      .filter((file) => statSync(file).isFile()),
  );
}

describe('the password of the registry', () => {
  forEachTest((opened) => (fixture = opened));
  it('goes to the standard input of the login, and nowhere else', async () => {
    const { exitCode, log } = await fixture.build({}, { when, then });
    expect(exitCode).to.equal(0);
    const { stdin, args } = callOf('login');
    expect(stdin.length).to.be.above(100);
    expect(args).to.deep.equal(['--username', 'AWS', '--password-stdin', fixture.aws.registry]);
    const encoded = Buffer.from(`AWS:${stdin}`).toString('base64');
    const everything = [
      log,
      ...fixture.calls().flatMap((call) => [...call.args, ...Object.values(call.env)]),
      ...filesLeft().map((file) => readFileSync(file, 'utf8')),
    ].join('\n');
    for (const secret of [stdin, encoded]) expect(everything.includes(secret)).to.equal(false);
  });
});

describe('the folder of the login', () => {
  forEachTest((opened) => (fixture = opened));
  it('is readable by this user only, and lies outside of the project', async () => {
    await fixture.build({}, { when, then });
    const { path: folder, mode } = callOf('build').loginFolder!;
    expect(mode).to.equal('700');
    expect(path.dirname(folder)).to.equal(fixture.temporary);
    for (const command of ['login', 'push']) expect(callOf(command).env.DOCKER_CONFIG).to.equal(folder);
  });

  it('is refused where everything temporary belongs to the project', async () => {
    const { log } = await exits(
      3,
      fixture.build({ CI_PROJECT_DIR: '/', DOCKER_BUILD_CONTEXT: `${fixture.project.slice(1)}/app` }),
    );
    expect(log).to.contain('no temporary folder outside of /');
  });

  it('lies outside of the project even when TMPDIR does not', async () => {
    await fixture.build({ TMPDIR: path.join(fixture.project, 'tmp') }, { when, then });
    expect(callOf('build').loginFolder!.path).to.match(/^\/tmp\/ecs-cd-/);
  });

  const ends: readonly [string, string, string][] = [
    ['a build that fails', 'build', 'exit 1'],
    ['a login that fails', 'login', 'exit 1'],
    ['a push that fails', 'push', 'exit 1'],
    ['a push that succeeds', 'push', 'echo pushing'],
  ];
  for (const [what, command, script] of ends) {
    it(`is gone after ${what}`, async () => {
      fixture.onCommand(command, script);
      await fixture.build({}, { when, then });
      expect(callOf('login').env.DOCKER_CONFIG).to.contain(fixture.temporary);
      expect(readdirSync(fixture.temporary)).to.deep.equal([]);
    });
  }
});

describe("the user's own logins", () => {
  forEachTest((opened) => (fixture = opened));
  const file = () => path.join(fixture.home, '.docker/config.json');

  it('still open the registries of base images', async () => {
    write(file(), '{"auths": {"hub.example": {"auth": "aHVi"}}, "credHelpers": {"gcr.example": "gcloud"}}');
    await fixture.build({}, { when, then });
    expect(configSeen().auths).to.deep.include({ 'hub.example': { auth: 'aHVi' } });
    expect(configSeen().credHelpers).to.deep.include({ 'gcr.example': 'gcloud' });
  });

  it('in DOCKER_AUTH_CONFIG do as well, with clients that do not know it', async () => {
    write(file(), '{"auths": {"hub.example": {"auth": "b2xk"}}}');
    const DOCKER_AUTH_CONFIG = '{"auths": {"hub.example": {"auth": "bmV3"}}}';
    await fixture.build({ DOCKER_AUTH_CONFIG }, { when, then });
    expect(configSeen().auths).to.deep.include({ 'hub.example': { auth: 'bmV3' } });
    expect(callOf('push').env).not.to.have.property('DOCKER_AUTH_CONFIG');
  });

  it('do not get in the way of ours: neither an old one, nor a helper, nor a password store', async () => {
    const { registry } = fixture.aws;
    const old = {
      auths: { [`https://${registry}`]: { auth: 'b2xk' } },
      credHelpers: { [registry]: 'ecr-login' },
    };
    write(file(), JSON.stringify({ ...old, credsStore: 'desktop' }));
    await fixture.build({}, { when, then });
    expect(configSeen()).to.deep.equal({
      credsStore: 'desktop',
      auths: { [registry]: {} },
      credHelpers: { [registry]: '' },
    });
  });

  it('stay as they are', async () => {
    const text = '{"auths": {"hub.example": {"auth": "aHVi"}}}';
    write(file(), text);
    await fixture.build({}, { when, then });
    expect(readFileSync(file(), 'utf8')).to.equal(text);
  });

  it('come with the contexts and builders beside them', async () => {
    write(file(), '{"currentContext": "remote"}');
    write(path.join(fixture.home, '.docker/contexts/meta/1/meta.json'), '{"Name": "remote"}');
    fixture.onCommand('build', 'cat "$DOCKER_CONFIG/contexts/meta/1/meta.json"; exit 1');
    const { log } = await fixture.build();
    expect(log).to.contain('{"Name": "remote"}');
    expect(configSeen().currentContext).to.equal('remote');
    expect(readFileSync(path.join(fixture.home, '.docker/contexts/meta/1/meta.json'), 'utf8')).to.contain(
      'remote',
    );
  });

  for (const variable of ['DOCKER_AUTH_CONFIG', 'DOCKER_CONFIG'] as const) {
    it(`are not shown when ${variable} cannot be read`, async () => {
      const folder = path.join(fixture.home, 'own');
      const text = '{"auths": {"hub.example": {"auth": canary-canary';
      write(path.join(folder, 'config.json'), text);
      const { exitCode, log } = await fixture.build({
        [variable]: variable === 'DOCKER_CONFIG' ? folder : text,
      });
      expect(exitCode).to.equal(3);
      expect(log).to.contain('is not JSON').and.not.contain('canary');
    });
  }
});

describe('a build that is cancelled', () => {
  forEachTest((opened) => (fixture = opened));
  for (const command of ['build', 'push']) {
    it(`during the ${command} ends the engine, removes the login, and says where it stood`, async () => {
      const cancellation = new AbortController();
      fixture.onCommand(command, 'echo started $$; exec sleep 60');
      const { exitCode, log } = await fixture.build(
        {},
        { when: 'started', then: () => cancellation.abort('SIGTERM'), interruption: cancellation.signal },
      );
      expect(exitCode).to.equal(143);
      expect(log).to.contain(`cancelled by SIGTERM while ${command}ing`);
      expect(readdirSync(fixture.temporary)).to.deep.equal([]);
      const [, pid] = /started (\d+)/.exec(log)!;
      expect(() => process.kill(Number(pid), 0)).to.throw('ESRCH');
    });
  }

  it('while ECR does not answer ends at once', async () => {
    fixture.aws.faults.add({ operation: 'BatchGetImage', kind: 'hang', times: 9 });
    const cancellation = new AbortController();
    const run = fixture.build({}, { interruption: cancellation.signal });
    while (fixture.aws.calls.length === 0) await new Promise(setImmediate);
    cancellation.abort('SIGINT');
    const { exitCode, log } = await run;
    expect(exitCode).to.equal(130);
    expect(log).to.contain('cancelled by SIGINT while trying to look up');
  });

  it('as a process of its own leaves neither engine nor login behind', async () => {
    fixture.onCommand('push', 'echo started $$; exec sleep 60');
    const { PATH = '' } = process.env;
    const cancellation = new AbortController();
    const { bundle } = await releaseAssets();
    const { exitCode, lastLines } = await run({
      command: process.execPath,
      args: [bundle, 'build'],
      env: { ...fixture.env, PATH: `${fixture.env.PATH}:${PATH}` },
      signal: cancellation.signal,
      onLine: (line) => line.startsWith('| started') && cancellation.abort('SIGTERM'),
    });
    expect(exitCode, lastLines.join('\n')).to.equal(143);
    expect(lastLines.at(-1)).to.contain('cancelled (exit 143)');
    expect(readdirSync(fixture.temporary)).to.deep.equal([]);
    const [, pid] = /started (\d+)/.exec(lastLines.join('\n'))!;
    expect(() => process.kill(Number(pid), 0)).to.throw('ESRCH');
  });
});
