import { expect } from 'chai';
import { build, deploy, goodEnv, problemsOf, rollback, sentenceOf } from './environments';

describe('settings', () => {
  it('of a build hold what the variables say', () => {
    expect(build({ ...goodEnv, CI_COMMIT_SHA: 'c0ffee' })).to.deep.equal({
      repository: {
        url: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/app',
        registry: '123456789012.dkr.ecr.eu-central-1.amazonaws.com',
        name: 'team/app',
        registryId: '123456789012',
        region: 'eu-central-1',
      },
      imageName: 'app',
      tag: 'v1',
      buildContext: '/builds/team/app/app',
      aws: {
        region: 'eu-central-1',
        credentials: {
          kind: 'static',
          accessKeyId: goodEnv.AWS_ACCESS_KEY_ID,
          secretAccessKey: goodEnv.AWS_SECRET_ACCESS_KEY,
        },
      },
      engine: 'auto',
      rebuild: false,
      dotenv: '/builds/team/app/ecs-cd.env',
      commit: 'c0ffee',
    });
  });

  it('of a deployment hold what the variables say', () => {
    const env = {
      ...goodEnv,
      ECS_CD_CONTAINER: 'web',
      ECS_CD_ACCOUNT_ID: '012345678901',
      ECS_CD_PREFLIGHT: 'off',
      ECS_CD_IN_PROGRESS: 'wait',
      ECS_CD_TIMEOUT: '1h30m',
      ECS_CD_ROLLBACK: 'off',
      ECS_CD_FAIL_FAST: 'off',
      ECS_CD_LOG_LINES: '0',
      ECS_CD_HEALTH_CHECK_URL: 'https://staging.example.com/health?token=x',
      ECS_CD_HEALTH_CHECK_STATUS: '200-399',
      ECS_CD_HEALTH_CHECK_TIMEOUT: '2m',
      ECS_CD_HEALTH_CHECK_COUNT: '5',
      ECS_CD_BAKE_TIME: '10m',
      ECS_CD_ENVIRONMENT_URL: 'https://staging.example.com',
      ECS_CD_DOTENV: '/builds/team/app/out/x.env',
    };
    const { repository, aws, ...settings } = deploy(env);
    expect(repository.name).to.equal('team/app');
    expect(aws.region).to.equal('eu-central-1');
    expect(settings).to.deep.equal({
      tag: 'v1',
      family: 'app',
      stage: 'staging',
      cluster: 'main',
      service: 'web',
      container: 'web',
      accountId: '012345678901',
      preflight: 'off',
      inProgress: 'wait',
      timeoutSeconds: 5400,
      rollback: 'off',
      failFast: 'off',
      logLines: 0,
      healthCheck: {
        url: 'https://staging.example.com/health?token=x',
        status: { from: 200, to: 399 },
        timeoutSeconds: 120,
        count: 5,
      },
      bakeSeconds: 600,
      environmentUrl: 'https://staging.example.com',
      dotenv: '/builds/team/app/out/x.env',
    });
  });

  it('of a rollback hold what the variables say', () => {
    const { aws, ...settings } = rollback({ ...goodEnv, ECS_CD_TO: 'app:41' });
    expect(aws.region).to.equal('eu-central-1');
    expect(settings).to.deep.equal({
      cluster: 'main',
      service: 'web',
      timeoutSeconds: 900,
      logLines: 20,
      dotenv: '/builds/team/app/ecs-cd.env',
      to: 'app:41',
    });
  });

  it('leave out what was not given', () => {
    expect(deploy(goodEnv)).to.not.have.any.keys('container', 'environmentUrl', 'healthCheck');
    expect(deploy(goodEnv)).to.include({ rollback: 'on', failFast: 'on', bakeSeconds: 0 });
    expect(rollback(goodEnv)).to.not.have.any.keys('to');
    expect(build(goodEnv)).to.not.have.any.keys('commit');
  });

  it('keep ARNs of the cluster and the service as they were given', () => {
    const cluster = 'arn:aws-us-gov:ecs:us-gov-west-1:123456789012:cluster/main';
    const service = 'arn:aws-us-gov:ecs:us-gov-west-1:123456789012:service/main/web';
    const env = {
      ...goodEnv,
      CLUSTER_NAME: cluster,
      SERVICE_NAME: service,
      AWS_DEFAULT_REGION: 'us-gov-west-1',
    };
    expect(rollback(env)).to.include({ cluster, service });
  });

  it('take the local image name from the repository when none is given', () => {
    expect(build({ ...goodEnv, REPOSITORY_NAME: '' }).imageName).to.equal('team/app');
  });

  it('take any registry where another endpoint stands in for AWS', () => {
    const env = { ...goodEnv, REPOSITORY_URL: '127.0.0.1:4566/team/app' };
    const repository = { url: '127.0.0.1:4566/team/app', registry: '127.0.0.1:4566', name: 'team/app' };
    expect(build({ ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }).repository).to.deep.equal(repository);
    expect(build({ ...env, AWS_ENDPOINT_URL_ECR: 'http://127.0.0.1:4566' }).repository).to.deep.equal(
      repository,
    );
    expect(problemsOf('build', env).map(({ subject }) => subject)).to.deep.equal(['REPOSITORY_URL']);
  });

  it('still know an ECR host where another endpoint stands in for AWS', () => {
    const { repository } = build({ ...goodEnv, AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' });
    expect(repository.region).to.equal('eu-central-1');
  });

  it('still check the repository name where another endpoint stands in for AWS', () => {
    const env = {
      ...goodEnv,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      REPOSITORY_URL: '127.0.0.1:4566/Team//app',
    };
    expect(problemsOf('build', env)).to.have.length(1);
  });

  it('refuse a service whose account is not the cluster’s', () => {
    const env = {
      ...goodEnv,
      CLUSTER_NAME: 'arn:aws:ecs:eu-central-1:111111111111:cluster/main',
      SERVICE_NAME: 'arn:aws:ecs:eu-central-1:222222222222:service/web',
    };
    expect(problemsOf('deploy', env).map(sentenceOf)).to.deep.equal([
      'SERVICE_NAME: the service is in the account 222222222222, the cluster in 111111111111; ' +
        'fix: take both from the same account',
    ]);
  });
});

describe('a flag', () => {
  it('beats its variable', () => {
    expect(deploy(goodEnv, { 'docker-tag': 'v2', stage: 'production' })).to.include({
      tag: 'v2',
      stage: 'production',
    });
    expect(build({ ...goodEnv, ECS_CD_REBUILD: 'true' }, { rebuild: false }).rebuild).to.equal(false);
    expect(build(goodEnv, { rebuild: true }).rebuild).to.equal(true);
  });

  it('repairs a variable that is wrong', () => {
    expect(deploy({ ...goodEnv, DOCKER_TAG: 'a/b' }, { 'docker-tag': 'v2' }).tag).to.equal('v2');
  });

  it('that is empty does not let the variable through: another cluster was meant', () => {
    expect(problemsOf('deploy', goodEnv, { 'cluster-name': '' }).map(sentenceOf)).to.deep.equal([
      '--cluster-name: is empty; fix: give it a value, or leave it out',
    ]);
  });

  it('that is empty is wrong also where there is a default or the field may stay empty', () => {
    const flags = { timeout: '', 'account-id': '' };
    expect(problemsOf('deploy', { ...goodEnv, ECS_CD_TIMEOUT: '1h' }, flags).map(sentenceOf)).to.deep.equal([
      '--account-id: is empty; fix: give it a value, or leave it out',
      '--timeout: is empty; fix: give it a value, or leave it out',
    ]);
    expect(problemsOf('rollback', goodEnv, { to: '' })).to.have.length(1);
  });

  it('is what the message names when it is the wrong one', () => {
    const arn = 'arn:aws:ecs:eu-west-1:123456789012:cluster/main';
    const flags = { 'cluster-name': arn, 'aws-default-region': 'eu-north-1' };
    expect(problemsOf('deploy', goodEnv, flags).map(sentenceOf)).to.deep.equal([
      '--cluster-name: the cluster is in eu-west-1, but --aws-default-region says eu-north-1; ' +
        'fix: set --aws-default-region to eu-west-1, or name a cluster in eu-north-1',
    ]);
  });
});
