import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { commits, forEachTest, type BuildFixture } from './build-fixture';

let fixture: BuildFixture;

const when = 'pushing\n';
const then = () => void fixture.aws.world.putImage('team/app', 'v1', { revision: commits.ours });
const callOf = (command: string) => fixture.calls().find((call) => call.command === command)!;

describe('a login that a killed run left', () => {
  forEachTest((opened) => (fixture = opened));
  const namespace = `${os.hostname()}-${readlinkSync('/proc/self/ns/pid').replace(/\D+/g, '')}`;
  const leave = (id: number, of = namespace) => {
    const folder = path.join(fixture.temporary, `ecs-cd-login-${of}-${id}-x`);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'config.json'), '{"auths": {}}');
    return path.basename(folder);
  };

  it('is removed by the next one, which leaves the logins of runs that go on and of other containers alone', async () => {
    const { pid: gone } = spawnSync('true');
    leave(gone);
    const own = path.join(fixture.temporary, `my-ecs-cd-login-${namespace}-${gone}-x`);
    mkdirSync(own);
    const others = [leave(process.pid), leave(gone, `${os.hostname()}-1`), path.basename(own)];
    await fixture.build({}, { when, then });
    expect(readdirSync(fixture.temporary)).to.have.members(others);
  });

  it('has the name that the next one looks for', async () => {
    await fixture.build({}, { when, then });
    const { path: folder } = callOf('build').loginFolder!;
    expect(path.basename(folder).startsWith(`ecs-cd-login-${namespace}-${process.pid}-`)).to.equal(true);
  });
});

describe('an engine', () => {
  forEachTest((opened) => (fixture = opened));
  const kept = {
    DOCKER_HOST: '',
    BUILDKIT_PROGRESS: 'plain',
    SSH_AUTH_SOCK: '/agent',
    SSL_CERT_FILE: '/certificates',
    https_proxy: 'http://runner:canary-proxy@proxy.example:3128',
    NO_PROXY: '127.0.0.1,10.0.0.0/8',
    HTTP_PROXY: 'http://127.0.0.1:3128',
  };
  const planted = {
    ECS_CD_ID_TOKEN: 'canary.id.token',
    CI_JOB_TOKEN: 'canary-job-token',
    DOCKER_AUTH_CONFIG: '{"auths": {"hub.example": {"auth": "Y2k6Y2FuYXJ5LWh1Yg=="}}}',
    DOCKER_PASSWORD: 'canary-docker-password',
    CONTAINER_DB_PASSWORD: 'canary-container-password',
    BUILDX_NPM_TOKEN: 'canary-npm-token',
    DATABASE_URL: 'canary-of-the-project',
  };

  it('gets what it needs of the environment of the job, and none of its secrets', async () => {
    await fixture.build({ ...planted, ...kept }, { when, then });
    const calls = fixture.calls();
    expect(calls.map(({ command }) => command)).to.deep.equal(['version', 'login', 'build', 'push']);
    const secrets = [...Object.values(planted), ...Object.values(fixture.aws.env)];
    for (const { command, env, args } of calls) {
      expect(env, command).to.deep.include(kept).and.not.have.any.keys(Object.keys(planted));
      expect(
        secrets.filter((secret) => Object.values(env).includes(secret)),
        command,
      ).to.deep.equal([]);
      expect(args.join(' '), command).to.not.contain('canary');
    }
  });

  for (const command of ['login', 'build', 'push', 'version']) {
    it(`that prints all it has on ${command} tells the log no secret, neither as it is nor as a login`, async () => {
      const all = 'env; cat "$call/args" "$DOCKER_CONFIG"/*.json; cat "$here"/calls/*/stdin';
      const login = '(printf AWS:; cat "$here"/calls/*/stdin) | base64 -w 0';
      fixture.onCommand(command, `said=$(${all}; ${login}); echo "$said"; echo "$said" >&2; exit 1`);
      const { log } = await fixture.build({ ...planted, ...kept });
      const passwords = fixture.aws.world.registryPasswords();
      const encoded = passwords.map((password) => Buffer.from(password).toString('base64').slice(4, -4));
      const logins = passwords.map((password) =>
        Buffer.from(`AWS:${password}`).toString('base64').slice(8, -4),
      );
      const secrets = ['canary', 'Y2FuYXJ5', 'Y2k6Y2FuYXJ5', ...passwords, ...encoded, ...logins];
      const keys = [fixture.aws.env['AWS_ACCESS_KEY_ID']!, fixture.aws.env['AWS_SECRET_ACCESS_KEY']!];
      expect([...secrets, ...keys].filter((secret) => log.includes(secret))).to.deep.equal([]);
      expect(log).to.contain(command === 'version' ? 'no container engine' : '[MASKED]');
    });
  }

  it('hands the proxies of the job to a build by their names, but none on this machine', async () => {
    await fixture.build(kept, { when, then });
    const { args } = callOf('build');
    const named = args.filter((_, index) => args[index - 1] === '--build-arg');
    expect(named).to.deep.equal(['NO_PROXY', 'https_proxy']);
  });
});
