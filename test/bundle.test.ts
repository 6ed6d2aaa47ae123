import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { base, secretArn } from './preflight/look-ahead';
import { openServiceFixture, type ServiceFixture } from './service-fixture';

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const servicesOf = ({ aws }: ServiceFixture) =>
  [...new Set(aws.calls.map(({ service }) => service))].toSorted();

describe('the bundle', () => {
  let folder: string;
  let bundle: string;

  before(async function () {
    // Outside the project, so that there is no node_modules above it.
    folder = mkdtempSync(path.join(os.tmpdir(), 'ecs-cd-bundle-'));
    bundle = path.join(folder, 'ecs-cd.cjs');
    const built = await run('npm', ['run', '--silent', 'bundle', '--', `--outfile=${bundle}`], {
      cwd: process.cwd(),
    });
    expect(built, built.stderr).to.include({ exitCode: 0 });
  });

  after(() => rmSync(folder, { recursive: true }));

  it('is one file that runs by itself', async () => {
    const { exitCode, stdout } = await run(bundle, ['--help']);
    expect(readdirSync(folder)).to.deep.equal(['ecs-cd.cjs']);
    expect(exitCode).to.equal(0);
    expect(stdout)
      .to.match(/ecs-cd build/)
      .and.match(/ecs-cd deploy/)
      .and.match(/ecs-cd rollback/);
  });

  it('ends with exit code 2 when the command is wrong', async () => {
    const { exitCode, stderr } = await run(bundle, ['depoly']);
    expect(exitCode, stderr).to.equal(2);
    expect(stderr).to.include('depoly');
  });

  it('names every variable that a deploy misses', async () => {
    const { exitCode, stderr } = await run(bundle, ['deploy']);
    expect(exitCode, stderr).to.equal(2);
    expect(stderr).to.include('CLUSTER_NAME').and.include('SERVICE_NAME');
  });

  it('has every AWS client in it that a deploy and a plan need', async function () {
    const fixture = await openServiceFixture();
    try {
      const env = { ...fixture.env, DOCKER_TAG: 'v1', CI_PROJECT_DIR: folder };
      const { exitCode, stdout, stderr } = await run(bundle, ['deploy'], { env });
      expect(exitCode, stdout + stderr).to.equal(0);
      const used = ['ec2', 'ecr', 'ecs', 'iam', 'logs', 'sts'];
      expect(servicesOf(fixture)).to.deep.equal(used);
      fixture.aws.world.createSecret('web/key');
      fixture.aws.world.createParameter('/web/database');
      const secrets = [secretArn('web/key'), '/web/database'].map((valueFrom) => ({ name: 'X', valueFrom }));
      base({}, { secrets })(fixture);
      const planned = await run(bundle, ['plan'], { env });
      expect(planned.exitCode, planned.stdout + planned.stderr).to.equal(10);
      expect(planned.stdout).to.match(/preflight +no problems found\n/);
      expect(servicesOf(fixture)).to.deep.equal([...used, 'secretsmanager', 'ssm'].toSorted());
    } finally {
      await fixture.close();
    }
  });

  function run(file: string, args: readonly string[], { cwd = folder, env = {} } = {}): Promise<Ended> {
    const { PATH = '', HOME = '' } = process.env;
    return new Promise((resolve) => {
      execFile(file, args, { cwd, env: { PATH, HOME, ...env } }, (error, stdout, stderr) => {
        const exitCode = error ? Number(error.code ?? -1) : 0;
        resolve({ exitCode, stdout, stderr });
      });
    });
  }
});
