import { expect } from 'chai';
import { outputsJson, siteForEach, staging } from './site';

const apply = [...staging, '--apply'];
const clusters = ['a', 'b'].map((name) => `arn:aws:ecs:eu-central-1:123456789012:cluster/${name}`);

describe('what ecs-cd adopt finds by itself', () => {
  const site = siteForEach();

  it('gives one finished command for what is missing, which shows before it sets', async () => {
    const outputs = outputsJson({
      aws_ecs_service_name: undefined,
      cluster_name: undefined,
      cluster_arns: clusters,
    });
    const { exitCode, stderr } = await site.adopt([...apply, '--map', 'SERVICE_NAME=nope'], { outputs });
    expect(exitCode).to.equal(2);
    expect(stderr)
      .to.contain('There are: aws_ecr_repository_url, ')
      .and.contain(', cluster_arns.0, cluster_arns.1');
    const [, command = ''] = /^fix +terraform output -json \| ecs-cd (.*)$/m.exec(stderr) ?? [];
    expect(command).to.equal(
      "adopt --environment staging --set 'SERVICE_NAME=<ECS service>' --map CLUSTER_NAME=cluster_arns.0",
    );
    const argv = command.replace("'SERVICE_NAME=<ECS service>'", 'SERVICE_NAME=web').split(' ').slice(1);
    expect((await site.adopt([...argv, '--apply'], { outputs })).exitCode).to.equal(0);
    expect(site.values()).to.include({
      'SERVICE_NAME (staging)': 'web',
      'CLUSTER_NAME (staging)': clusters[0],
    });
  });

  it('needs no key and no role where the group has them, and says so', async () => {
    const outputs = outputsJson({ aws_access_key_id: undefined, aws_secret_access_key: undefined });
    const { exitCode, stderr } = await site.adopt(apply, { outputs });
    expect(exitCode).to.equal(0);
    expect(stderr).to.contain('warning: there are no AWS credentials for the jobs');
    site.gitlab.project.put({ key: 'ECS_CD_ROLE_ARN', value: 'arn:aws:iam::123456789012:role/deploy' });
    expect((await site.adopt(apply, { outputs })).stderr).to.not.contain('no AWS credentials');
  });

  it('gives the build a role of its own where there is one, and by hand any variable any scope', async () => {
    const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
    const roles = {
      build_role_arn: role('branches'),
      deploy_role_arn: role('main'),
      task_role_arn: role('task'),
    };
    const outputs = outputsJson({ ...roles, aws_access_key_id: undefined, aws_secret_access_key: undefined });
    const ofRoles = { 'ECS_CD_ROLE_ARN (*)': role('branches'), 'ECS_CD_ROLE_ARN (staging)': role('main') };
    expect((await site.adopt([...apply, '--protected'], { outputs })).exitCode).to.equal(0);
    expect(site.values()).to.include(ofRoles);
    expect(site.variable('ECS_CD_ROLE_ARN', '*').protected).to.equal(false);
    expect(site.variable('ECS_CD_ROLE_ARN', 'staging').protected).to.equal(true);
    const chosen = [
      '--map',
      'ECS_CD_ROLE_ARN@*=build_role_arn',
      '--map',
      'ECS_CD_ROLE_ARN@staging=deploy_role_arn',
    ];
    const { exitCode, stderr } = await site.adopt([...apply, ...chosen], { outputs });
    expect(exitCode, stderr).to.equal(0);
    expect(stderr).to.contain('the project has what it needs');
  });
});
