import { expect } from 'chai';
import { enginesFor } from '../../runner/build/engine';
import {
  buildArgumentsOf,
  insecureArgumentsOf,
  loginArgumentsOf,
  pushArgumentsOf,
} from '../../runner/build/engine-arguments';
import { configForLogin, loginFilesOf } from '../../runner/build/login-config';

const [docker, podman] = enginesFor('auto') as [
  ReturnType<typeof enginesFor>[0],
  ReturnType<typeof enginesFor>[0],
];
const ecr = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const build = {
  ...{ context: '/src', name: 'app:1', reference: `${ecr}/app:1`, commit: 'abc' },
  ...{ optionArguments: [], isIndex: false },
};
const push = { isIndex: false, reference: `${ecr}/app:1`, digestFile: '/t/digest' };

describe('the arguments of an engine', () => {
  it('build with Docker', () => {
    expect(buildArgumentsOf(docker, [], build).join(' ')).to.equal(
      `build --label org.opencontainers.image.revision=abc --tag app:1 --tag ${ecr}/app:1 /src`,
    );
  });

  it("build with Podman in Docker's format, which knows SHELL", () => {
    expect(podman.buildArguments({}, undefined).join(' ')).to.equal('--format docker');
    expect(buildArgumentsOf(podman, [], build).join(' ')).to.equal(
      `build --label org.opencontainers.image.revision=abc --tag localhost/app:1 --tag ${ecr}/app:1 /src`,
    );
  });

  it('leave Podman no choice of a local name', () => {
    const local = (name: string) => buildArgumentsOf(podman, [], { ...build, name }).at(-4);
    expect(local('team/app:1')).to.equal('localhost/team/app:1');
    expect(local('localhost/app:1')).to.equal('localhost/app:1');
    expect(local('registry.example/app:1')).to.equal('registry.example/app:1');
  });

  it('name an image once when both of its names are the same', () => {
    const args = buildArgumentsOf(docker, [], { ...build, name: build.reference });
    expect(args.filter((arg) => arg === '--tag')).to.have.length(1);
  });

  it('log in without the password', () => {
    expect(loginArgumentsOf([], ecr, 'AWS')).to.deep.equal([
      'login',
      '--username',
      'AWS',
      '--password-stdin',
      ecr,
    ]);
  });

  it('push, and let Podman write down the digest', () => {
    expect(pushArgumentsOf(docker, [], push)).to.deep.equal(['push', push.reference]);
    expect(pushArgumentsOf(podman, [], push)).to.deep.equal([
      'push',
      '--digestfile',
      '/t/digest',
      push.reference,
    ]);
  });

  for (const registry of ['127.0.0.1:5000', '127.1.2.3', 'localhost:5000', '[::1]:5000']) {
    it(`allow Podman plain HTTP on this machine: ${registry}`, () => {
      const insecure = insecureArgumentsOf(podman, registry);
      for (const args of [
        buildArgumentsOf(podman, insecure, build),
        loginArgumentsOf(insecure, registry, 'AWS'),
        pushArgumentsOf(podman, insecure, push),
      ]) {
        expect(args).to.include('--tls-verify=false');
      }
    });
  }

  for (const registry of [ecr, '127.0.0.1.example.com', 'localhost.example.com', '10.0.0.1:5000']) {
    it(`never allow plain HTTP beyond this machine: ${registry}`, () => {
      expect(insecureArgumentsOf(podman, registry)).to.deep.equal([]);
    });
  }
});

describe('the digest of a push', () => {
  const digest = `sha256:${'0a'.repeat(32)}`;

  it('is what Docker prints', () => {
    const output = `a1: Pushed\nv1: digest: ${digest} size: 528`;
    expect(docker.pushedDigestIn(output, '')).to.equal(digest);
    expect(docker.pushedDigestIn(`layer ${digest} pushed`, '')).to.equal(undefined);
  });

  it('is what Podman writes down', () => {
    expect(podman.pushedDigestIn('', digest)).to.equal(digest);
    expect(podman.pushedDigestIn(digest, '')).to.equal(undefined);
  });
});

describe('the logins of an engine', () => {
  it('are looked for where Docker keeps them', () => {
    expect(loginFilesOf(docker, { HOME: '/root' })).to.deep.equal(['/root/.docker/config.json']);
    expect(loginFilesOf(docker, { HOME: '/root', DOCKER_CONFIG: '/own' })).to.deep.equal([
      '/own/config.json',
    ]);
    expect(loginFilesOf(docker, {})).to.deep.equal([]);
  });

  it('are looked for where Podman keeps them, and where Docker does', () => {
    expect(loginFilesOf(podman, { HOME: '/root', XDG_RUNTIME_DIR: '/run/user/0' })).to.deep.equal([
      '/run/user/0/containers/auth.json',
      '/root/.config/containers/auth.json',
      '/root/.docker/config.json',
    ]);
    expect(loginFilesOf(podman, { HOME: '/root', REGISTRY_AUTH_FILE: '/own' })).to.deep.equal(['/own']);
  });

  it('are merged for Podman, the first that knows a registry wins, and nothing stands in our way', () => {
    const own = [
      { auths: { a: { auth: 'new' }, [`${ecr}/team/app`]: { auth: 'old' } } },
      {
        auths: { a: { auth: 'old' }, b: { auth: 'b' } },
        credHelpers: { [ecr]: 'ecr-login', c: 'c' },
        credsStore: 'x',
      },
    ];
    expect(configForLogin(podman, own, ecr)).to.deep.equal({
      auths: { a: { auth: 'new' }, b: { auth: 'b' } },
      credHelpers: { c: 'c' },
    });
  });
});
