import { expect } from 'chai';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContainerEngine } from '../engine/container-engine';
import { docker, tryDocker } from '../engine/docker';
import { engineForTests } from '../engine/engine-for-tests';
import { exampleJob, runJobInContainer, type JobRun } from '../pipeline/jobs/container-job';
import { realClock } from '../simulator/clock';
import { startSimulator, type Simulator } from '../simulator/simulator';
import { localTimings } from '../simulator/timings';
import { healthyAtOnce, openService } from './healthy-service';
import { buildRunnerImage, facts, type RunnerImage } from './runner-image';
import { daemonBehindTls } from './tls-daemon';

describe('the runner image', function () {
  let engine: ContainerEngine;
  let aws: Simulator;
  let image: RunnerImage;
  let repositoryUrl: string;
  let projectDir: string;

  before(async function () {
    this.timeout(180_000);
    engine = (await engineForTests()) ?? this.skip();
    aws = await startSimulator({ clock: realClock(), timings: localTimings, runTask: healthyAtOnce });
    image = await buildRunnerImage(engine, aws);
    repositoryUrl = aws.world.createRepository('team/web');
    aws.world.putImage('team/web', 'v1');
    openService(aws, `${repositoryUrl}:v1`);
  });

  after(async () => {
    if (!(image as RunnerImage | undefined)) return;
    const built = await docker(engine, ['images', '--quiet', '--filter', `reference=${aws.registry}/team/*`]);
    const local = await docker(engine, ['images', '--quiet', '--filter', 'reference=team/web']);
    await tryDocker(engine, ['rmi', '--force', ...`${built}\n${local}`.split('\n').filter(Boolean)]);
    await image.remove();
    await aws.close();
  });

  beforeEach(() => {
    projectDir = mkdtempSync(path.join(tmpdir(), 'ecs-cd-checkout-'));
    mkdirSync(path.join(projectDir, 'app'));
    writeFileSync(path.join(projectDir, 'app/Dockerfile'), 'FROM scratch\nCOPY hello /\nCMD ["/hello"]\n');
    writeFileSync(path.join(projectDir, 'app/hello'), projectDir);
    // As GitLab's helper image leaves a checkout: of root, and everybody's.
    chmodSync(projectDir, 0o777);
  });

  afterEach(() => rmSync(projectDir, { recursive: true, force: true }));

  const variables = () => ({
    ...aws.env,
    REPOSITORY_URL: repositoryUrl,
    DOCKER_BUILD_CONTEXT: 'app',
    CLUSTER_NAME: 'shop',
    SERVICE_NAME: 'web',
    TASK_FAMILY: 'web',
  });

  const inShell = (script: string) => docker(engine, ['run', '--rm', image.name, 'sh', '-c', script]);

  const runJob = (example: string, job: string, more: Partial<JobRun> = {}) =>
    runJobInContainer({
      job: exampleJob(example, job),
      engine,
      image: image.name,
      projectDir,
      variables: variables(),
      ...more,
    });

  const dotenv = () => readFileSync(path.join(projectDir, 'ecs-cd.env'), 'utf8');
  const socket = () => ['--volume', `${engine.env.DOCKER_HOST.replace('unix://', '')}:/var/run/docker.sock`];

  it('has ecs-cd on the PATH of a shell, and is not root', async () => {
    expect(await inShell('id -u && ecs-cd --version')).to.equal(`1000\n${versionInPackage()}`);
    expect(await docker(engine, ['run', '--rm', image.name])).to.contain('ecs-cd deploy');
  });

  it('runs for a user that a cluster makes up', async () => {
    const madeUp = ['run', '--rm', '--user', '1234567:0', image.name, 'sh', '-c'];
    expect(await docker(engine, [...madeUp, 'touch "$HOME/written" && ecs-cd --help'])).to.contain(
      'ecs-cd build',
    );
  });

  it('holds three programs and what they need, and nothing of what its makers had beside them', async () => {
    expect((await inShell('ls -R /usr/local /usr/lib /home')).split('\n').filter(Boolean)).to.deep.equal([
      '/home:',
      'ecs-cd',
      '/home/ecs-cd:',
      '/usr/lib:',
      'libgcc_s.so.1',
      'libstdc++.so.6',
      '/usr/local:',
      'bin',
      'libexec',
      '/usr/local/bin:',
      'docker',
      'ecs-cd',
      'node',
      '/usr/local/libexec:',
      'docker',
      '/usr/local/libexec/docker:',
      'cli-plugins',
      '/usr/local/libexec/docker/cli-plugins:',
      'docker-buildx',
    ]);
    const unwanted =
      'for one in npm npx yarn corepack git strip; do if command -v $one; then exit 1; fi; done';
    expect(await inShell(`${unwanted}; ls /etc/ssl/certs`)).to.equal('ca-certificates.crt');
  });

  it('starts from code that is compiled already, where Node.js can', async function () {
    if (Number(process.versions.node.split('.')[0]) < 24) this.skip();
    const compiled = await inShell('NODE_DEBUG_NATIVE=COMPILE_CACHE ecs-cd --help 2>&1');
    expect(compiled).to.match(/cache for .*\/ecs-cd was accepted/);
    expect(await inShell('touch "$NODE_COMPILE_CACHE/more" || echo refused')).to.contain('refused');
  });

  it('says what it was made of', async () => {
    const { Labels, Entrypoint } = JSON.parse(
      await docker(engine, ['inspect', '--format', '{{json .Config}}', image.name]),
    ) as { Labels: Record<string, string>; Entrypoint: unknown };
    expect(Entrypoint ?? null).to.equal(null);
    expect(Labels).to.deep.include({
      'org.opencontainers.image.title': 'ecs-cd',
      'org.opencontainers.image.licenses': 'MIT',
      'org.opencontainers.image.version': facts.VERSION,
      'org.opencontainers.image.revision': facts.REVISION,
      'org.opencontainers.image.created': facts.CREATED,
      'org.opencontainers.image.source': facts.SOURCE,
      'org.opencontainers.image.base.name': image.bases.BASE_IMAGE,
    });
  });

  for (const name of ['NODE_IMAGE', 'DOCKER_CLI_IMAGE', 'BASE_IMAGE'] as const) {
    it(`is not made of a ${name} that has a tag alone`, async () => {
      const floating = image.bases[name].replace(/@.*/, '');
      const { exitCode, lastLines } = await image.rebuild({ [name]: floating });
      expect(exitCode).not.to.equal(0);
      expect(lastLines.join('\n')).to.contain(`${floating} has no digest: npm run pin writes it`);
    });
  }

  it('is not made for another architecture than its programs', async () => {
    const here = process.arch === 'x64' ? 'amd64' : process.arch;
    expect((await image.rebuild({ TARGETARCH: here })).exitCode).to.equal(0);
    const { exitCode, lastLines } = await image.rebuild({ TARGETARCH: 's390x' });
    expect(exitCode).not.to.equal(0);
    expect(lastLines.join('\n')).to.contain(`made of ${here} ${here} for s390x`);
  });

  it('builds over a shared socket as root, and says so to whoever is not', async () => {
    const options = socket();
    const asRoot = await runJob('shared-socket', 'ecs-build', { options });
    expect(asRoot.exitCode, asRoot.lastLines.join('\n')).to.equal(0);
    expect(dotenv()).to.contain(`ECS_CD_IMAGE=${repositoryUrl}@sha256:`);
    const job = { ...exampleJob('shared-socket', 'ecs-build'), image: { entrypoint: [''] } };
    const refused = await runJob('shared-socket', 'ecs-build', {
      job,
      options,
      variables: { ...variables(), ECS_CD_REBUILD: 'true' },
    });
    expect(refused.exitCode, refused.lastLines.join('\n')).to.equal(3);
    expect(refused.stderr).to.match(/permission denied.*run the build job as root/s);
  });

  it('builds with Docker-in-Docker over TLS, as a user who is not root', async () => {
    const daemon = await daemonBehindTls(engine);
    try {
      const { exitCode, stdout, lastLines } = await runJob('docker-in-docker', 'ecs-build', {
        options: [
          '--add-host',
          'docker:127.0.0.1',
          '--volume',
          `${daemon.clientCertificates}:/certs/client:ro`,
        ],
        // The port of the service is a port of this machine here.
        variables: { ...variables(), DOCKER_HOST: `tcp://docker:${daemon.port}`, DOCKER_TAG: 'dind' },
      });
      expect(exitCode, lastLines.join('\n')).to.equal(0);
      expect(stdout).to.contain('with Docker');
      expect(dotenv()).to.contain(aws.world.imageDigest('team/web', 'dind'));
    } finally {
      await daemon.close();
    }
  });

  it('deploys, as a user who is not root', async () => {
    aws.world.putImage('team/web', 'v2');
    const { exitCode, lastLines } = await runJob('docker-in-docker', 'deploy staging', {
      variables: { ...variables(), DOCKER_TAG: 'v2' },
    });
    expect(exitCode, lastLines.join('\n')).to.equal(0);
    expect(dotenv()).to.contain('ECS_CD_VERDICT=succeeded').and.contain('ECS_CD_TASK_DEFINITION=');
    expect(aws.truth('web')).to.include({ taskDefinition: 'web:2' });
  });
});

function versionInPackage(): string {
  const file = path.resolve(__dirname, '../../package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
