import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openAdoptFixture, outputsJson, type AdoptFixture } from './site';

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const withoutKeys = { aws_access_key_id: undefined, aws_secret_access_key: undefined };
const roles = { build_role_arn: role('branches') };
const ofStaging = { ...withoutKeys, ...roles, deploy_role_arn: role('staging') };
const ofProduction = {
  ...withoutKeys,
  ...roles,
  deploy_role_arn: role('production'),
  cluster_name: 'shop-production',
  stage: 'production',
};

describe('ecs-cd adopt for several environments at once', () => {
  let site: AdoptFixture;
  let folder: string;
  beforeEach(async () => {
    site = await openAdoptFixture();
    folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-environments-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await site.close();
  });

  function sources(production: Readonly<Record<string, unknown>> = {}): readonly string[] {
    const files = { staging: ofStaging, production: { ...ofProduction, ...production } };
    return Object.entries(files).flatMap(([environment, values]) => {
      const file = path.join(folder, `${environment}.json`);
      writeFileSync(file, outputsJson(values));
      return ['--terraform-output', `${environment}=${file}`];
    });
  }

  it('says in a file for a shell whose values are which', async () => {
    const { exitCode, stdout, stderr } = await site.adopt([...sources(), '--format', 'dotenv']);
    expect(exitCode, stderr).to.equal(0);
    expect(stdout).to.contain('# Several environments: take the scopes of one');
    for (const name of ['staging', 'production'])
      expect(stdout).to.match(
        new RegExp(`^# scope ${name}:\n(?:[A-Z_]+=.*\n)*CLUSTER_NAME='shop-${name}'$`, 'm'),
      );
  });

  it('sets what is of each, and once what they share: the role of the build, and the two of the deployments', async () => {
    const { exitCode, stderr } = await site.adopt([...sources(), '--apply', '--protected']);
    expect(exitCode, stderr).to.equal(0);
    expect(site.values()).to.include({
      'CLUSTER_NAME (staging)': 'shop-staging',
      'CLUSTER_NAME (production)': 'shop-production',
      'ECS_CD_ROLE_ARN (*)': role('branches'),
      'ECS_CD_ROLE_ARN (staging)': role('staging'),
      'ECS_CD_ROLE_ARN (production)': role('production'),
      'AWS_DEFAULT_REGION (*)': 'eu-central-1',
    });
    expect(site.writes()).to.have.lengthOf(Object.keys(site.values()).length);
    expect(site.variable('CLUSTER_NAME', 'production').protected).to.equal(true);
    expect((await site.adopt(sources())).exitCode, 'again').to.equal(0);
  });

  it('refuses a value that they would share and do not', async () => {
    const { exitCode, stderr } = await site.adopt([
      ...sources({ aws_default_region: 'eu-west-1' }),
      '--apply',
    ]);
    expect(exitCode).to.equal(2);
    expect(stderr).to.match(
      /AWS_DEFAULT_REGION +the output "aws_default_region" .* differ, and \* can have one/,
    );
    expect(site.writes()).to.deep.equal([]);
    const same = ['--set', 'AWS_DEFAULT_REGION=eu-west-1', '--apply'];
    expect((await site.adopt([...sources({ aws_default_region: 'eu-west-1' }), ...same])).exitCode).to.equal(
      0,
    );
  });

  it('tells what is wrong with each of them at once', async () => {
    const [, staging = '', ...production] = sources({ cluster_name: '' });
    writeFileSync(staging.replace('staging=', ''), outputsJson({ aws_ecs_service_name: undefined }));
    const { exitCode, stderr } = await site.adopt(['--terraform-output', staging, ...production]);
    expect(exitCode).to.equal(2);
    expect(stderr)
      .to.match(/^ +SERVICE_NAME /m)
      .and.match(/^ +CLUSTER_NAME /m);
  });

  for (const [argv, words] of [
    [['--environment', 'staging'], /--environment +"staging" is used by no source/],
    [['--group', 'shop', '--project', 'shop/web'], /--group +does not go with --project:/],
    [['--apply', '--format', 'glab'], /--apply +does not go with --format:/],
    [['--terraform-output', 'x.json'], /--terraform-output +3 sources are for/],
    [
      ['--from-service', 'shop/web'],
      /--from-service +3 sources .*\n +fix: leave --terraform-output out, or begin/,
    ],
  ] as const)
    it(`refuses ${argv.join(' ')} in the words that were typed`, async () => {
      const { exitCode, stderr } = await site.adopt([...sources(), ...argv]);
      expect(exitCode).to.equal(2);
      expect(stderr).to.match(words);
      expect(site.gitlab.requests).to.deep.equal([]);
    });

  it('sets variables of a group, for environments where GitLab has these', async () => {
    const group = ['--group', 'shop', '--set', 'DOCKER_BUILD_CONTEXT=.', '--apply'];
    const { exitCode, stdout, stderr } = await site.adopt([...sources(), ...group]);
    expect(exitCode, stderr).to.equal(0);
    expect(stdout + stderr).to.contain('the group is ready');
    const glab = await site.adopt([
      ...sources(),
      '--group',
      'shop',
      '--set',
      'DOCKER_BUILD_CONTEXT=.',
      '--format',
      'glab',
    ]);
    expect(glab.stdout).to.match(/^glab variable set CLUSTER_NAME .* --scope='production' --group='shop'$/m);
    expect((await site.adopt([...sources(), ...group, '--project', 'shop/web'])).exitCode).to.equal(2);
    expect(site.gitlab.group.find('CLUSTER_NAME', 'production').value).to.equal('shop-production');
    expect(site.gitlab.project.variables).to.deep.equal([]);
    await site.close();
    site = await openAdoptFixture({ isPremium: false });
    const free = await site.adopt([...sources(), ...group]);
    expect(free.exitCode).to.equal(7);
    expect(free.stderr).to.contain('GitLab Premium');
  });
});
