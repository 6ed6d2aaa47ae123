import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { stringify } from 'yaml';
import { run } from '../../../runner/subprocess';
import { listedPlatformsOf } from '../../../runner/ecr/manifest';
import { engineForTests } from '../../engine/engine-for-tests';
import { releaseAssets } from '../../release-assets';
import { openServiceFixture, type ServiceFixture } from '../../service-fixture';
import { template } from '../downstream';
import { createProject, type Files, type Project } from '../git-project';
import { runPipeline, type PipelineResult } from '../gitlab-ci-local';
import type { Mapping } from '../mapping';

/** One include of the component, as a public project would need it. */
interface Shape {
  readonly inputs: Mapping;
  /** Of the build job. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Says in a label which file and stage it was built of. */
const from = (label: string, ...steps: readonly string[]) =>
  ['FROM scratch', ...steps, `LABEL built=${label}`, 'CMD ["/run"]', ''].join('\n');

const files: Files = {
  'app/Dockerfile': `FROM scratch AS production\nARG VERSION\nCOPY run /run\nLABEL built=$VERSION\nFROM scratch AS test\nCOPY missing /\n`,
  'app/run': 'the program',
  'docker/site.Dockerfile': from('outside', 'COPY run /run'),
  'api.Dockerfile': from('api', 'COPY app/run /run'),
  'worker.Dockerfile': from('worker', 'COPY app/run /run'),
  'services/shop/Dockerfile': from('monorepo', 'COPY shared services/shop /'),
  'services/shop/run': 'the shop',
  'shared/library': 'for all services',
};

const shapes: Readonly<Record<string, Shape>> = {
  args: {
    inputs: { build_target: 'production' },
    variables: { DOCKER_BUILD_CONTEXT: 'app', ECS_CD_BUILD_ARG_VERSION: 'of-$CI_COMMIT_BRANCH' },
  },
  outside: { inputs: { dockerfile: 'docker/site.Dockerfile' }, variables: { DOCKER_BUILD_CONTEXT: 'app' } },
  api: { inputs: { dockerfile: 'api.Dockerfile' }, variables: { DOCKER_BUILD_CONTEXT: '.' } },
  worker: { inputs: { dockerfile: 'worker.Dockerfile' }, variables: { DOCKER_BUILD_CONTEXT: '.' } },
  monorepo: {
    inputs: {
      dockerfile: 'services/shop/Dockerfile',
      build_rules: [{ changes: ['services/shop/**/*', 'shared/**/*'] }],
    },
    variables: { DOCKER_BUILD_CONTEXT: '.' },
  },
  live: {
    inputs: {
      ...{ also_tag: 'latest,$CI_COMMIT_BRANCH', live_tag: 'live-$STAGE', dockerfile: 'api.Dockerfile' },
      // The tool knows no resource groups.
      deploy_stage: 'release',
    },
    variables: { DOCKER_BUILD_CONTEXT: '.' },
  },
  index: {
    inputs: { platform: 'linux/amd64,linux/arm64', dockerfile: 'api.Dockerfile' },
    variables: { DOCKER_BUILD_CONTEXT: '.' },
  },
};

/** All of them in one pipeline: each is an include with a prefix of its own. */
function pipelineOf(names: readonly string[], indexer = 'none'): string {
  const component = '$CI_SERVER_FQDN/platform/ecs-cd/deploy@1.0.0';
  const fixed = { docker_service: 'none', docker_tag: '$WILD-$CI_COMMIT_SHORT_SHA' };
  const jobs = names.flatMap((prefix) => [
    [`${prefix}-build`, { variables: { ...shapes[prefix]?.variables, WILD: prefix } }],
    [`${prefix} to staging`, { extends: `.${prefix}-deploy`, variables: { STAGE: 'staging', WILD: prefix } }],
  ]);
  const include = names.map((prefix) => ({
    component,
    inputs: {
      ...{ prefix, ...fixed, ...shapes[prefix]?.inputs },
      engine: prefix === 'index' ? indexer : 'docker',
    },
  }));
  return stringify(
    { stages: ['build', 'deploy', 'release'], include, ...Object.fromEntries(jobs) },
    { version: '1.1' },
  );
}

describe('pipelines of the shapes that are found in the wild', function () {
  let fixture: ServiceFixture;
  let project: Project;
  let result: PipelineResult;
  let tagOf: (shape: string) => string;
  let onEngine: (...args: string[]) => ReturnType<typeof run>;
  /** The first engine here that keeps an index. */
  let indexer: 'docker' | 'podman' | undefined;

  const localName = 'team/wild';

  before(async function () {
    const engine = await engineForTests();
    if (!engine || spawnSync('rsync', ['--version']).status !== 0) return this.skip();
    const { env } = engine;
    onEngine = (...args) => run({ command: 'docker', args, env: { ...process.env, ...env } });
    const store = await onEngine('info', '--format', '{{json .DriverStatus}}');
    const podman = spawnSync('podman', ['info']).status === 0 ? 'podman' : undefined;
    indexer = store.stdout.includes('containerd') ? 'docker' : podman;
    const { bundle } = await releaseAssets();
    fixture = await openServiceFixture();
    const names = Object.keys(shapes).filter((name) => name !== 'index' || indexer);
    project = await createProject({ ...files, '.gitlab-ci.yml': pipelineOf(names, indexer) });
    await project.publish('platform/ecs-cd', '1.0.0', { 'templates/deploy.yml': template });
    const { stdout: sha } = spawnSync('git', ['rev-parse', '--short=8', 'HEAD'], {
      cwd: project.folder,
      encoding: 'utf8',
    });
    tagOf = (shape) => `${shape}-${sha.trim()}`;
    const { DOCKER_TAG: _, STAGE: _stage, ...shop } = fixture.env;
    // Another test removes what is called team/web on this engine.
    const variables = { ...shop, REPOSITORY_NAME: localName };
    const ticks = setInterval(() => void fixture.aws.clock.sleep(5_000), 50);
    const runner = [process.execPath, bundle];
    const jobs = [
      ...names.map((name) => `${name}-build`),
      'live to staging',
      ...(indexer ? ['index to staging'] : []),
    ];
    result = await runPipeline(project, { runner, jobs, variables, env }).finally(() => clearInterval(ticks));
  });

  after(async () => {
    if (!(fixture as ServiceFixture | undefined)) return;
    const images = Object.keys(shapes).flatMap((name) =>
      [localName, fixture.env['REPOSITORY_URL']].map((repository) => `${repository}:${tagOf(name)}`),
    );
    await onEngine('rmi', '--force', ...images);
    if (indexer === 'podman') {
      spawnSync('podman', ['manifest', 'rm', `${fixture.env['REPOSITORY_URL']}:${tagOf('index')}`]);
      spawnSync('podman', ['image', 'prune', '--all', '--force', '--filter', 'label=built=api']);
    }
    await project.remove();
    await fixture.close();
  });

  const labelOf = async (shape: string) => {
    const image = `${fixture.env['REPOSITORY_URL']}:${tagOf(shape)}`;
    return (await onEngine('image', 'inspect', '--format', '{{.Config.Labels.built}}', image)).stdout.trim();
  };

  it('run to their end', () => {
    expect(result.exitCode, result.output).to.equal(0);
  });

  it('build a stage with arguments, and no other stage', async () => {
    expect(await labelOf('args')).to.equal('of-main');
  });

  for (const shape of ['outside', 'api', 'worker', 'monorepo'])
    it(`build of the Dockerfile that is named, in the context that is named: ${shape}`, async () => {
      expect(await labelOf(shape)).to.equal(shape);
    });

  it('name the image latest and live as well', () => {
    const { world } = fixture.aws;
    const tags = [tagOf('live'), 'latest', 'main', 'live-staging'];
    const [digest, ...others] = tags.map((tag) => world.imageDigest('team/web', tag));
    expect(digest).to.match(/^sha256:/);
    expect(new Set(others)).to.deep.equal(new Set([digest]));
  });

  it('build an index and deploy it', function () {
    if (!indexer) this.skip();
    const listed = listedPlatformsOf(fixture.aws.world.imageManifest('team/web', tagOf('index')) ?? '');
    expect(listed?.map(({ architecture }) => architecture)).to.have.members(['amd64', 'arm64']);
    expect(fixture.changes().filter((change) => change === 'UpdateService')).to.have.length(2);
  });
});
