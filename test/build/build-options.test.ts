import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildVariables } from '../../runner/settings/variables/build-variables';
import { buildOptions } from '../../runner/build/build-options';
import { commits, openBuildFixture, type BuildFixture } from './build-fixture';

let fixture: BuildFixture;

const answerOf = (client: string) =>
  `echo '{"Client": {"Version": "${client}"}, "Server": {"Version": "28.0.0"}}'`;
const built = () => fixture.calls().find(({ command }) => command === 'build')!;

describe('the options of a build', () => {
  beforeEach(async () => {
    fixture = await openBuildFixture();
    fixture.onCommand('build', 'exit 1');
  });
  afterEach(() => fixture.close());
  it('are the rows of both tables: of the variables, and of what they do', () => {
    expect([...new Set(buildOptions.map(({ variable }) => variable))]).to.deep.equal(
      Object.keys(buildVariables),
    );
  });

  it('are none where none is set', async () => {
    await fixture.build({ ECS_CD_DOCKERFILE: '', ECS_CD_BUILD_TARGET: '' });
    expect(built().args.filter((arg) => /^--(?!label|tag)/.test(arg))).to.deep.equal([]);
  });

  it('name a Dockerfile outside of the context, and a stage of it', async () => {
    writeFileSync(path.join(fixture.project, 'web.Dockerfile'), 'FROM scratch AS web\n');
    await fixture.build({ ECS_CD_DOCKERFILE: 'web.Dockerfile', ECS_CD_BUILD_TARGET: 'web' });
    const { args } = built();
    expect(args.join(' ')).to.contain(`--file ${fixture.project}/web.Dockerfile --target web`);
    expect(args.at(-1)).to.equal(path.join(fixture.project, 'app'));
  });

  it('keep values out of the arguments: the engine has them in its environment, and only while it builds', async () => {
    const key = path.join(fixture.project, 'key');
    writeFileSync(key, 'canary-of-the-key');
    const file = path.join(fixture.home, 'project.tmp/ECS_CD_BUILD_SECRET_npmrc');
    const given = {
      ECS_CD_BUILD_ARG_VERSION: '1.2 canary',
      ECS_CD_BUILD_ARG_TZ: 'Europe/Berlin',
      ECS_CD_BUILD_ARG_EMPTY: '',
      ECS_CD_BUILD_SECRET_TOKEN: 'canary-of-the-token',
      ECS_CD_BUILD_SECRET_npmrc: file,
      ECS_CD_BUILD_SECRET_UNSET: '',
      ECS_CD_BUILD_SSH: key,
    };
    fixture.onCommand('version', answerOf('20.10.24'));
    fixture.onCommand('build', 'echo "the token: $ECS_CD_BUILD_SECRET_TOKEN"; exit 1');
    const { log } = await fixture.build(given);
    const { args, env } = built();
    expect(args.join(' ')).to.contain(
      `--build-arg VERSION --build-arg TZ --build-arg EMPTY --secret id=TOKEN,env=ECS_CD_BUILD_SECRET_TOKEN --secret id=npmrc,src=${file} --ssh default=${key} `,
    );
    expect(args.join(' ')).not.to.contain('canary');
    expect(env).to.deep.include({ VERSION: '1.2 canary', TZ: 'Europe/Berlin', EMPTY: '' });
    expect(env.ECS_CD_BUILD_SECRET_TOKEN).to.equal('canary-of-the-token');
    expect(log).to.contain('the token: [MASKED]').and.not.contain('unknown variable');
    const login = fixture.calls().find(({ command }) => command === 'login')!;
    expect(Object.values(login.env).join(' ')).not.to.contain('canary');
  });

  it('are checked all at once, before anything is touched', async () => {
    const { exitCode, stderr } = await fixture.build({
      ECS_CD_BUILD_ARG_: 'x',
      ECS_CD_BUILD_ARG_PATH: '/bin',
      ECS_CD_BUILD_ARG_HTTPS_PROXY: 'http://proxy.example',
      ECS_CD_BUILD_ARG_VERSION: '$VERSION',
      ECS_CD_BUILD_SSH: '-----BEGIN OPENSSH PRIVATE KEY-----\ncanary\n',
    });
    expect(exitCode).to.equal(2);
    for (const said of [
      '5 settings are missing or wrong',
      'PATH would change the container engine itself',
      'set HTTPS_PROXY for the job instead',
      'is a reference that GitLab did not replace',
      'change its type to "File"',
    ])
      expect(stderr).to.contain(said);
    expect(stderr).not.to.contain('canary');
  });

  it('need an agent for ECS_CD_BUILD_SSH=default', async () => {
    const env = { ECS_CD_BUILD_SSH: 'default' };
    expect((await fixture.build(env)).stderr).to.contain('there is no agent: SSH_AUTH_SOCK is not set');
    fixture.onCommand('version', answerOf('20.10.24'));
    await fixture.build({ ...env, SSH_AUTH_SOCK: '/agent' });
    expect(built().args.join(' ')).to.contain('--ssh default ');
  });

  for (const [what, client, buildx, env] of [
    ['a client without buildx', '28.2.2', 'exit 1', {}],
    ['BuildKit switched off', '20.10.24', 'exit 1', { DOCKER_BUILDKIT: '0' }],
  ] as const)
    it(`are refused before the login where Docker has ${what} and they need it`, async () => {
      fixture.onCommand('version', answerOf(client));
      fixture.onCommand('buildx', buildx);
      const { exitCode, stderr } = await fixture.build({ ...env, ECS_CD_BUILD_SECRET_TOKEN: 'canary-token' });
      expect(exitCode).to.equal(3);
      expect(stderr).to.contain('ECS_CD_BUILD_SECRET_ID').and.contain('build with BuildKit');
      expect(fixture.calls().map(({ command }) => command))
        .to.not.include('login')
        .and.not.include('build');
    });

  it('are built with BuildKit by a client that has it built in, and by any with buildx', async () => {
    fixture.onCommand('version', answerOf('20.10.24'));
    await fixture.build();
    expect(built().env.DOCKER_BUILDKIT).to.equal('1');
    fixture.onCommand('version', answerOf('29.1.0'));
    fixture.onCommand('buildx', 'echo v0.30.0');
    await fixture.build({ ECS_CD_BUILD_SECRET_TOKEN: 'canary-token' });
    expect(fixture.calls().at(-1)).to.deep.include({ command: 'build' });
    expect(fixture.calls().at(-1)!.env).not.to.have.property('DOCKER_BUILDKIT');
  });

  it('load what a builder of its own has built, which the daemon could not push otherwise', async () => {
    const isLoaded = async (client: string, env: Readonly<Record<string, string>>) => {
      fixture.onCommand('version', answerOf(client));
      await fixture.build(env);
      return fixture.calls().at(-1)!.args.includes('--load');
    };
    const own = { BUILDX_BUILDER: 'remote' };
    expect(await isLoaded('28.2.2', own)).to.equal(true);
    expect(await isLoaded('28.2.2', {})).to.equal(false);
    expect(await isLoaded('28.2.2', { ...own, DOCKER_BUILDKIT: '0' })).to.equal(false);
    expect(await isLoaded('20.10.24', own), 'it knows no --load').to.equal(false);
  });

  it('are warned of where they do not fit the Dockerfile, and told not to be compared with the image that ECR holds', async () => {
    writeFileSync(
      path.join(fixture.project, 'app/Dockerfile'),
      'FROM scratch\nARG VERSION\nENV V=$VERSION\n',
    );
    const { log } = await fixture.build({ ECS_CD_BUILD_ARG_API_KEY: 'canary-key' });
    expect(log)
      .to.contain('uses ARG VERSION, which')
      .and.contain('ECS_CD_BUILD_ARG_API_KEY looks like a secret');
    fixture.aws.world.putImage('team/app', 'v1', { revision: commits.ours });
    const again = await fixture.build({ ECS_CD_BUILD_ARG_VERSION: '2' });
    expect(again.log).to.contain('only the commit is compared, not the build options');
  });
});
