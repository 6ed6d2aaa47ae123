import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryDocker } from '../../engine/docker';
import { engineForTests } from '../../engine/engine-for-tests';
import { hasCommand } from '../../engine/install-engine';
import { releaseAssets } from '../../release-assets';
import { realClock } from '../../simulator/clock';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { localTimings } from '../../simulator/timings';
import { downstreamWith, template } from '../downstream';
import { createProject, type Project } from '../git-project';
import { runPipeline, type PipelineResult } from '../gitlab-ci-local';

/** Never to be seen anywhere; the key pair and the registry's passwords are the simulator's own. */
const planted = {
  ECS_CD_ID_TOKEN: 'eyJhbGciOiJSUzI1NiJ9.canary-id-token.c2lnbmF0dXJl',
  CI_JOB_TOKEN: 'glcbt-64_canary-job-token',
  CI_REGISTRY_PASSWORD: 'canary-registry-password',
};

describe('no secret of a pipeline', function () {
  let aws: Simulator;
  let project: Project;
  let result: PipelineResult;
  let secrets: Readonly<Record<string, string>>;
  const commandLines = new Set<string>();

  before(async function () {
    const engine = await engineForTests();
    if (!engine) return this.skip();
    if (!(await hasCommand('rsync'))) {
      if (process.env['ECS_CD_TEST_ENGINE'] === 'required') throw new Error('rsync is missing');
      return this.skip();
    }
    aws = await startSimulator({
      clock: realClock(),
      timings: { ...localTimings, healthyAfterRunningMs: 500 },
    });
    cleanUp.push(() => aws.close());
    const { world } = aws;
    const repositoryUrl = world.createRepository('team/web');
    world.putImage('team/web', 'before');
    world.createCluster('shop');
    const image = `${repositoryUrl}:before`;
    world.registerTaskDefinition({
      family: 'web',
      containerDefinitions: [{ name: 'web', image, memory: 128 }],
    });
    world.createService({ cluster: 'shop', name: 'web', taskDefinition: 'web', launchType: 'EC2' });
    const { roleArn } = world.createRole('deployer', { idTokens: [planted.ECS_CD_ID_TOKEN] });

    project = await createProject({
      '.gitlab-ci.yml': downstreamWith({
        include: { local: '/templates/deploy.yml' },
        inputs: { docker_service: 'none', role_arn: roleArn },
      }),
      'templates/deploy.yml': template,
      'app/Dockerfile': 'FROM scratch\nCOPY Dockerfile /\nCMD ["/none"]\n',
    });
    cleanUp.push(() => project.remove());
    cleanUp.unshift(async () => {
      const named = [repositoryUrl, 'team/web'].flatMap((name) => ['--filter', `reference=${name}`]);
      const { stdout } = await tryDocker(engine, ['images', '--quiet', ...named]);
      await tryDocker(engine, ['rmi', '--force', ...new Set(stdout.split('\n').filter(Boolean))]);
    });
    const temporary = path.join(project.surroundings, 'tmp');
    await mkdir(temporary);
    secrets = { ...planted, AWS_SECRET_ACCESS_KEY: aws.env['AWS_SECRET_ACCESS_KEY'] ?? '' };
    const engineCalls = await recordedDocker(project.surroundings);
    const watching = await watchCommandLines();
    result = await runPipeline(project, {
      runner: [process.execPath, (await releaseAssets()).bundle],
      variables: {
        ...aws.env,
        REPOSITORY_URL: repositoryUrl,
        DOCKER_BUILD_CONTEXT: 'app',
        CLUSTER_NAME: 'shop',
        SERVICE_NAME: 'web',
        TASK_FAMILY: 'web',
      },
      predefined: planted,
      env: {
        ...engine.env,
        TMPDIR: temporary,
        PATH: `${engineCalls.folder}:${process.env['PATH'] ?? ''}`,
      },
    });
    await watching.stop();
    for (const line of await engineCalls.lines()) commandLines.add(line);
  });
  const cleanUp: (() => Promise<void>)[] = [];
  after(async () => {
    for (const each of cleanUp) await each();
  });

  /** A program that lives for milliseconds may be missed by whoever looks at what runs. */
  async function recordedDocker(surroundings: string) {
    const folder = path.join(surroundings, 'bin');
    const record = path.join(surroundings, 'docker-calls');
    const folders = (process.env['PATH'] ?? '').split(path.delimiter);
    const docker = folders.map((one) => path.join(one, 'docker')).find((file) => existsSync(file)) ?? '';
    await mkdir(folder);
    const script = `#!/bin/sh\nprintf 'docker %s\\n' "$*" >> '${record}'\nexec '${docker}' "$@"\n`;
    await writeFile(path.join(folder, 'docker'), script, { mode: 0o755 });
    return { folder, lines: async () => (await readFile(record, 'utf8')).split('\n') };
  }

  async function watchCommandLines() {
    let isOver = false;
    const before = new Set(await processes());
    const watch = async () => {
      while (!isOver) {
        for (const line of await commandLinesBut(before)) commandLines.add(line);
        await sleep(50);
      }
    };
    const watched = watch();
    return {
      async stop() {
        isOver = true;
        await watched;
      },
    };
  }

  const seenIn = (text: string) =>
    Object.entries(secrets)
      .filter(([, value]) => text.includes(value))
      .map(([name]) => name);

  it('is missing: the pipeline used them all, and passed', () => {
    expect(result.exitCode, result.output).to.equal(0);
    expect(aws.calls.map(({ operation }) => operation)).to.include.members([
      'AssumeRoleWithWebIdentity',
      'GetAuthorizationToken',
    ]);
    expect([...commandLines].some((line) => /^docker .*login/.test(line))).to.equal(true);
  });

  it('is in its log', () => {
    expect(seenIn(result.output)).to.deep.equal([]);
  });

  it('is in an argument of a program that it starts', () => {
    // gitlab-ci-local gets the planted values as arguments, in place of GitLab.
    const ours = [...commandLines].filter((line) => !line.includes('gitlab-ci-local'));
    expect(seenIn(ours.join('\n'))).to.deep.equal([]);
    const passwords = aws.world.registryPasswords();
    expect(passwords).to.not.have.length(0);
    for (const password of passwords) expect(ours.join('\n')).to.not.contain(password);
  });

  it('is in a file that it leaves: the checkout, its artifacts, temporary and home folders', async () => {
    const folders = ['tree', 'tmp', 'home'].map((name) => path.join(project.surroundings, name));
    for (const folder of folders) {
      for (const file of await filesIn(folder)) {
        const text = await readFile(file, 'latin1');
        expect(seenIn(text), file).to.deep.equal([]);
        for (const password of aws.world.registryPasswords())
          expect(text.includes(password), file).to.equal(false);
      }
    }
  });

  it('outlives it in a temporary folder: nothing is left there at all', async () => {
    expect(await filesIn(path.join(project.surroundings, 'tmp'))).to.deep.equal([]);
  });
});

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** The ids of all processes of this machine (Linux). */
async function processes(): Promise<string[]> {
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
}

/** The command lines of all processes but those that were there before. */
async function commandLinesBut(before: ReadonlySet<string>): Promise<string[]> {
  const since = (await processes()).filter((id) => !before.has(id));
  const lines = since.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''));
  return (await Promise.all(lines)).map((line) => line.replaceAll('\0', ' '));
}
