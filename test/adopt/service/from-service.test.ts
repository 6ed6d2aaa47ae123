import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { permissions } from '../../../runner/iam/permissions';
import { startGitlab, type Gitlab } from '../../gitlab/gitlab';
import { openSeveralServices, type SeveralServices } from '../../several-services';

const tags = [{ key: 'Environment', value: 'staging' }];

describe('ecs-cd adopt --from-service', () => {
  let shop: SeveralServices;
  let gitlab: Gitlab;
  let image: string;
  beforeEach(async () => {
    shop = await openSeveralServices(['web', 'worker'], { tags });
    gitlab = await startGitlab();
    image = shop.env['REPOSITORY_URL'] ?? '';
  });
  afterEach(async () => {
    await gitlab.close();
    await shop.close();
  });

  /** As somebody who has nothing but credentials of AWS and a token. */
  const nothing = Object.fromEntries(
    ['REPOSITORY_URL', 'DOCKER_TAG', 'TASK_FAMILY', 'SERVICE_NAME', 'CLUSTER_NAME', 'STAGE'].map((name) => [
      name,
      undefined,
    ]),
  );
  const adopt = (argv: readonly string[], env = {}) =>
    shop.run(['adopt', '--set', 'DOCKER_BUILD_CONTEXT=.', ...argv], { env: { ...nothing, ...env } });
  const dotenv = async (argv: readonly string[]) => {
    const { stdout, stderr, exitCode } = await adopt([...argv, '--format', 'dotenv']);
    expect(exitCode, stderr).to.equal(0);
    const rows = stdout.split('\n').filter((line) => /^\w+=/.test(line));
    const entries = rows.map((row) => row.replaceAll("'", '').split(/=(.*)/s).slice(0, 2));
    return { values: Object.fromEntries(entries) as Record<string, string>, stdout };
  };
  const toGitlab = () => ({
    ECS_CD_PROJECT: gitlab.project.path,
    ECS_CD_GITLAB_URL: gitlab.url,
    ECS_CD_GITLAB_TOKEN: gitlab.token,
  });

  it('tells every value of a service that runs, which container gets the image, and what to run next', async () => {
    const { values, stdout } = await dotenv(['--from-service', 'shop/web']);
    expect(values).to.deep.equal({
      REPOSITORY_URL: image,
      REPOSITORY_NAME: 'team/web',
      DOCKER_BUILD_CONTEXT: '.',
      TASK_FAMILY: 'web',
      SERVICE_NAME: 'web',
      CLUSTER_NAME: 'shop',
      AWS_DEFAULT_REGION: 'eu-central-1',
    });
    expect(stdout).to.match(/^# For a POSIX shell: set -a; /);
    expect(stdout).to.contain('# web: a release gives web its image');
    const place = `--repository-url ${image} --cluster-name shop --service-name web --task-family web --aws-default-region eu-central-1`;
    expect(stdout).to.contain(
      `# next: ecs-cd iam-policy ${place} --account-id 123456789012 --execution-role-arn arn:aws:iam::123456789012:role/web-execution --log-groups /shop/web`,
    );
    expect(stdout).to.contain(`# next: ecs-cd plan ${place} --stage staging --docker-tag '<tag>'`);
  });

  it('takes several services as one release, and sets the variables of a project', async () => {
    const argv = ['--from-service', 'shop/web,worker', '--environment', 'staging', '--apply'];
    const { exitCode, stderr } = await adopt(argv, toGitlab());
    expect(exitCode, stderr).to.equal(0);
    const value = (key: string, scope: string) => gitlab.project.find(key, scope).value;
    expect(value('SERVICE_NAME', 'staging')).to.equal('web,worker');
    expect(value('TASK_FAMILY', 'staging')).to.equal('web,worker');
    expect(value('REPOSITORY_URL', '*')).to.equal(image);
    expect(gitlab.project.find('SERVICE_NAME', 'staging').description).to.equal(
      'from service shop/web,worker',
    );
    expect(shop.changes()).to.deep.equal([]);
  });

  it('shows two repositories and takes none, and two images of one', async () => {
    shop.aws.world.registerTaskDefinition({
      family: 'two',
      tags,
      containerDefinitions: ['app', 'proxy'].map((name) => ({
        name,
        image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/${name}:v1`,
        memory: 64,
      })),
    });
    shop.aws.world.registerTaskDefinition({
      family: 'mixed',
      tags,
      containerDefinitions: ['a', 'b'].map((name) => ({ name, image: `${image}:${name}`, memory: 64 })),
    });
    for (const name of ['two', 'mixed'])
      shop.aws.world.createService({ cluster: 'shop', name, taskDefinition: name });
    const two = await adopt(['--from-service', 'shop/two', '--format', 'dotenv']);
    expect(two.exitCode).to.equal(2);
    expect(two.stderr).to.match(/2 in service shop\/two fit: two\.app \("\S+\/team\/app"\), two\.proxy/);
    expect(two.stderr).to.match(/^fix +ecs-cd adopt .* --map REPOSITORY_URL=two.app$/m);
    expect(
      (await dotenv(['--from-service', 'shop/two', '--map', 'REPOSITORY_URL=two.app'])).values,
    ).to.include({
      REPOSITORY_URL: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/app',
    });
    const mixed = await adopt(['--from-service', 'shop/mixed', '--format', 'dotenv']);
    expect(mixed.exitCode).to.equal(2);
    expect(mixed.stderr).to.contain(`different images of ${image} run in a (a), b (b)`);
    expect(mixed.stderr).to.match(/^fix +ecs-cd adopt .* --set 'ECS_CD_CONTAINER=<container>'$/m);
  });

  it('asks for the stage where no tag says it, with one finished command', async () => {
    const { exitCode, stderr } = await adopt(['--from-service=shop/worker', '--format=dotenv']);
    expect(exitCode).to.equal(2);
    expect(stderr).to.match(/^ +STAGE +nothing in service shop\/worker says it/m);
    expect(stderr).to.match(
      /^fix +ecs-cd adopt .*--from-service=shop\/worker --format=dotenv --stage '<staging>'$/m,
    );
    for (const more of [
      ['--stage', 'staging'],
      ['--environment', 'staging'],
    ])
      expect((await dotenv(['--from-service', 'shop/worker', ...more])).stdout).to.contain('--stage staging');
  });

  it('says that the folder it runs in has no Dockerfile', async () => {
    const argv = ['adopt', '--from-service', 'shop/web', '--format', 'dotenv'];
    const { stderr } = await shop.run(argv, { env: nothing });
    expect(stderr).to.match(
      /^ +DOCKER_BUILD_CONTEXT +nothing in .* says it, and this folder has no Dockerfile$/m,
    );
  });

  it('lists what there is, which is success where nothing else was asked for', async () => {
    for (let index = 0; index < 101; index += 1) shop.aws.world.createCluster(`empty-${index}`);
    for (const argv of [['--from-service'], ['--from-service', 'shop']]) {
      const { exitCode, stdout } = await shop.run(['adopt', ...argv], { env: nothing });
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 0, stdout: 'shop/web\nshop/worker\n' });
    }
    const { exitCode, stdout, stderr } = await adopt(['--from-service', '--apply'], toGitlab());
    expect({ exitCode, stdout }).to.deep.equal({ exitCode: 2, stdout: '' });
    expect(stderr).to.match(/^ +--from-service +names no service\n/m);
    const asked = new Set(shop.aws.calls.map(({ service, operation }) => `${service}:${operation}`));
    const rows = permissions.filter(({ commands }) => commands.includes('adopt'));
    await dotenv(['--from-service', 'shop/web']);
    for (const { service, operation } of shop.aws.calls) asked.add(`${service}:${operation}`);
    expect([...asked]).to.have.members(rows.map(({ action }) => action));
  });

  it('does not call a project of many well because its services are listed', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-projects-'));
    writeFileSync(path.join(folder, 'projects.yml'), 'shop/web: { from-service: shop }\n');
    const env = { ...toGitlab(), ECS_CD_PROJECT: undefined, CI_PROJECT_DIR: folder };
    const { exitCode, stderr } = await adopt(['--projects', 'projects.yml'], env);
    rmSync(folder, { recursive: true });
    expect(exitCode).to.equal(2);
    expect(stderr).to.match(/^shop\/web +--from-service +names no service/m);
  });

  it('finds the stage in tags of the service and the cluster, and in the name of the cluster', async () => {
    const { world } = shop.aws;
    const arn = (what: string) => `arn:aws:ecs:eu-central-1:123456789012:${what}`;
    const stageOf = async (place: string) =>
      /--stage (\S+)/.exec((await dotenv(['--from-service', place])).stdout)?.[1];
    const [{ clusterArn }] = [world.createCluster('shop')];
    world.setTags(clusterArn, [{ key: 'env', value: 'production' }]);
    expect(await stageOf('shop/worker')).to.equal('production');
    world.setTags(arn('service/shop/worker'), [{ key: 'Stage', value: 'canary' }]);
    expect(await stageOf('shop/worker')).to.equal('canary');
    for (const [cluster, stage] of [
      ['shop-QA', 'QA'],
      ['shop-preprod', undefined],
      ['test-of-prod', undefined],
    ] as const) {
      world.createCluster(cluster);
      world.createService({ cluster, name: 'worker', taskDefinition: 'worker' });
      if (stage !== undefined) expect(await stageOf(`${cluster}/worker`)).to.equal(stage);
      else
        expect((await adopt(['--from-service', `${cluster}/worker`, '--format=glab'])).stderr).to.contain(
          'STAGE',
        );
    }
    shop.aws.faults.add({ kind: 'access-denied', operation: 'ListTagsForResource', times: 9 });
    expect(await stageOf('shop/web'), 'that of the task definition').to.equal('staging');
  });
});
