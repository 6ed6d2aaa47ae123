import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse, stringify } from 'yaml';
import { releaseAssets } from '../../release-assets';
import { openServiceFixture, type ServiceFixture } from '../../service-fixture';
import { exampleOf } from './container-job';
import { template } from '../downstream';
import { createProject, type Project } from '../git-project';
import { runPipeline, type PipelineResult } from '../gitlab-ci-local';
import { listOf, mappingOf } from '../mapping';

describe('a job in an image of its own', function () {
  let bundle: Buffer;
  let server: Server;
  let bundleUrl: string;
  let fixture: ServiceFixture;
  let project: Project;

  before(async function () {
    if (spawnSync('rsync', ['--version']).status !== 0) {
      if (process.env.ECS_CD_TEST_ENGINE === 'required')
        throw new Error('gitlab-ci-local needs rsync to run jobs');
      this.skip();
    }
    const { asset, bundle: file } = await releaseAssets();
    bundle = readFileSync(file);
    server = createServer((request, response) => {
      if (request.url === `/${asset}`) response.end(bundle);
      else response.writeHead(404, 'Not Found').end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    bundleUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${asset}`;
  });

  after(() => {
    if (!(server as Server | undefined)) return;
    server.closeAllConnections();
    server.close();
  });

  beforeEach(async () => {
    fixture = await openServiceFixture();
    project = await createProject({ '.gitlab-ci.yml': example() });
    await project.publish('platform/ecs-cd', '1.0.0', { 'templates/deploy.yml': template });
  });

  afterEach(async () => {
    await project.remove();
    await fixture.close();
  });

  /** As it is but for what gitlab-ci-local gets wrong: it names a project folder that only a container would have. */
  function example(): string {
    const configuration = mappingOf(parse(exampleOf('own-image')), 'own-image');
    const job = mappingOf(configuration['.ecs-job'], '.ecs-job');
    const lines = ['export CI_PROJECT_DIR="$PWD"', ...listOf(job['before_script'])];
    return stringify({ ...configuration, '.ecs-job': { ...job, before_script: lines } });
  }

  async function deploy(variables: Readonly<Record<string, string>>): Promise<PipelineResult> {
    const ticks = setInterval(() => void fixture.aws.clock.sleep(5_000), 50);
    return runPipeline(project, {
      // Whoever falls back on another ecs-cd on the PATH gets this.
      runner: ['sh', '-c', 'echo an ecs-cd that nobody checked was run'],
      jobs: ['deploy staging'],
      variables: { ...fixture.env, BUNDLE_URL: bundleUrl, BUNDLE_SHA256: digestOf(bundle), ...variables },
    }).finally(() => clearInterval(ticks));
  }

  const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

  it('runs the bundle of the release, once its checksum is right', async () => {
    const { exitCode, output } = await deploy({});
    expect(exitCode, output).to.equal(0);
    expect(output)
      .to.match(/verdict +succeeded/)
      .and.not.to.contain('nobody checked');
    expect(fixture.changes()).to.include('UpdateService');
  });

  it('stops at a checksum that is wrong, before anything runs', async () => {
    const { exitCode, output } = await deploy({ BUNDLE_SHA256: digestOf(Buffer.from('what was reviewed')) });
    expect(exitCode).not.to.equal(0);
    expect(output)
      .to.contain('ecs-cd: FAILED')
      .and.not.to.match(/verdict|nobody checked/);
    expect(fixture.aws.calls).to.deep.equal([]);
  });

  it('stops when the bundle is not there', async () => {
    const { exitCode, output } = await deploy({ BUNDLE_URL: `${bundleUrl}.gone` });
    expect(exitCode).not.to.equal(0);
    expect(output)
      .to.contain('Not Found')
      .and.not.to.match(/verdict|nobody checked/);
    expect(fixture.aws.calls).to.deep.equal([]);
  });
});
