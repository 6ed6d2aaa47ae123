import { expect } from 'chai';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../../runner/subprocess';
import { hasCommand, isRoot } from '../../engine/install-engine';
import { releaseAssets } from '../../release-assets';
import { provideShellImage } from '../../runner-image/base-images';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { exampleJob, jobVariables, scriptOf } from './container-job';

/** The user of that name. */
const nobody = 65_534;
/** As root: gives `nobody` other users' numbers to hand out, in the sight of this one process, and becomes that user. */
const asNobody = `mount --bind "$1" /etc/subuid && mount --bind "$1" /etc/subgid && shift &&
exec setpriv --reuid=${nobody} --regid=${nobody} --clear-groups --inh-caps=-all "$@"`;

describe('a build with Podman without privileges', function () {
  let aws: Simulator;
  let ground: string;
  let projectDir: string;

  before(async function () {
    for (const command of ['podman', 'newuidmap']) if (!(await hasCommand(command))) return this.skip();
    ground = mkdtempSync(path.join(tmpdir(), 'ecs-cd-podman-job-'));
    chmodSync(ground, 0o755);
    mkdirSync(path.join(ground, 'bin'));
    copyFileSync((await releaseAssets()).bundle, path.join(ground, 'bin/ecs-cd'));
    projectDir = path.join(ground, 'checkout');
    mkdirSync(path.join(projectDir, 'app'), { recursive: true });
    mkdirSync(path.join(ground, 'home'));
    mkdirSync(path.join(ground, 'run'), { mode: 0o700 });
    if (isRoot())
      for (const folder of ['checkout', 'home', 'run']) chownSync(path.join(ground, folder), nobody, nobody);
    aws = await startSimulator();
  });

  after(async () => {
    if (!ground) return;
    await aws.close();
    // Podman leaves a process behind that holds the user namespace for its next run.
    const holder = await readFile(path.join(ground, 'run/libpod/tmp/pause.pid'), 'utf8').catch(() => '');
    if (holder !== '') process.kill(Number(holder), 'SIGKILL');
    rmSync(ground, { recursive: true, force: true });
    if (isRoot()) rmSync(`/tmp/podman-run-${nobody}`, { recursive: true, force: true });
  });

  it('runs the steps of a Dockerfile and pushes, as a user who may do nothing else', async () => {
    const repositoryUrl = aws.world.createRepository('team/web');
    const base = await provideShellImage(aws);
    writeFileSync(
      path.join(projectDir, 'app/Dockerfile'),
      `FROM ${base.replace(/:1@/, '@')}\nCOPY hello /hello\nRUN cat /hello && id -u\n`,
    );
    writeFileSync(path.join(projectDir, 'app/hello'), 'said by the build\n');
    const job = exampleJob('podman', 'ecs-build');
    const variables = {
      ...aws.env,
      REPOSITORY_URL: repositoryUrl,
      DOCKER_BUILD_CONTEXT: 'app',
      DOCKER_TAG: 'v1',
    };
    const env = {
      ...jobVariables({ job, projectDir, variables }),
      PATH: `${ground}/bin:${process.env.PATH ?? ''}`,
      HOME: `${ground}/home`,
      XDG_RUNTIME_DIR: `${ground}/run`,
    };
    const shell = ['sh', '-c', scriptOf(job)];
    const numbers = path.join(ground, 'subordinate-numbers');
    writeFileSync(numbers, 'nobody:100000:65536\n');
    const [command = '', ...args] = isRoot()
      ? ['unshare', '--mount', 'sh', '-c', asNobody, 'sh', numbers, ...shell]
      : shell;
    const { exitCode, stdout, lastLines } = await run({ command, args, cwd: projectDir, env });
    expect(exitCode, lastLines.join('\n')).to.equal(0);
    expect(stdout)
      .to.contain('with Podman')
      .and.match(/^\| said by the build$/m)
      .and.match(/^\| 0$/m);
    expect(readFileSync(path.join(projectDir, 'ecs-cd.env'), 'utf8')).to.contain(
      aws.world.imageDigest('team/web', 'v1'),
    );
  });
});
