import { expect } from 'chai';
import { build, deploy, follow, goodEnv, plan, problemsOf, rollback, sentenceOf } from './environments';

const options = { attestations: 'off', cache: 'off' };
const usual = { options, engine: 'auto', rebuild: false, createRepository: 'off' };

describe('settings', () => {
  it('of a build hold what the variables say', () => {
    expect(build({ ...goodEnv, CI_COMMIT_SHA: 'c0ffee' })).to.deep.equal({
      image: {
        repository: {
          url: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/app',
          registry: '123456789012.dkr.ecr.eu-central-1.amazonaws.com',
          name: 'team/app',
          registryId: '123456789012',
          region: 'eu-central-1',
        },
        tag: 'v1',
        commit: 'c0ffee',
      },
      build: { ...usual, imageName: 'app', buildContext: '/builds/team/app/app' },
      aws: {
        region: 'eu-central-1',
        credentials: {
          kind: 'static',
          accessKeyId: goodEnv.AWS_ACCESS_KEY_ID,
          secretAccessKey: goodEnv.AWS_SECRET_ACCESS_KEY,
        },
      },
      dotenv: '/builds/team/app/ecs-cd.env',
    });
  });

  it('of a deployment hold what the variables say', () => {
    const env = {
      ...goodEnv,
      ECS_CD_CONTAINER: 'web,worker',
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
    const { aws, image, order, revision, ...settings } = deploy(env);
    const { registeredBy: _, ...ofRevision } = revision;
    expect([aws.region, image.tag, order]).to.deep.equal(['eu-central-1', 'v1', 'together']);
    expect({ ...settings, revision: ofRevision }).to.deep.equal({
      place: { cluster: 'main', service: 'web', accountId: '012345678901' },
      ...{ families: ['app'], onFailure: 'all' },
      revision: { family: 'app', stage: 'staging', container: ['web', 'worker'], values: {} },
      preflight: { preflight: 'off', inProgress: 'wait', waitUntil: 'completed' },
      follow: { timeoutSeconds: 5400, logLines: 0, isFailFast: false, onPause: 'end' },
      ...{ recovery: { rollback: 'off' }, run: { timeoutSeconds: 900 }, runs: {} },
      proof: {
        healthCheck: {
          url: 'https://staging.example.com/health?token=x',
          status: { from: 200, to: 399 },
          timeoutSeconds: 120,
          count: 5,
        },
        bakeSeconds: 600,
      },
      ...{ dotenv: '/builds/team/app/out/x.env', environmentUrl: 'https://staging.example.com' },
    });
  });

  it('take no bake time of their own where the run goes when ECS begins to bake', () => {
    const env = { ...goodEnv, ECS_CD_WAIT_UNTIL: 'baking', ECS_CD_BAKE_TIME: '10m' };
    expect(problemsOf('deploy', env).map(sentenceOf)).to.deep.equal([
      'ECS_CD_WAIT_UNTIL: baking ends the run when ECS begins to bake, but ECS_CD_BAKE_TIME asks it to stay for 600s; fix: set ECS_CD_BAKE_TIME to 0s, or ECS_CD_WAIT_UNTIL to completed',
    ]);
    expect(deploy({ ...env, ECS_CD_BAKE_TIME: '0s' }).preflight.waitUntil).to.equal('baking');
  });

  it('of a plan know whether GitLab made the commit of both branches', () => {
    const of = (type: string) => plan({ ...goodEnv, CI_MERGE_REQUEST_EVENT_TYPE: type }).isMergedResult;
    expect(['merged_result', 'merge_train'].map(of)).to.deep.equal([true, true]);
    expect(['detached', ''].map(of)).to.deep.equal([false, false]);
  });

  it('of who follows hold what the variables say, and no bake time', () => {
    const env = { ...goodEnv, ECS_CD_DEPLOYMENT_ID: 'ecs-svc/7', ECS_CD_BAKE_TIME: '10m' };
    const { deploymentId, proof, onFailure: _, ...settings } = follow(env);
    expect({ deploymentId, proof }).to.deep.equal({ deploymentId: 'ecs-svc/7', proof: { bakeSeconds: 0 } });
    expect(settings).to.have.all.keys('aws', 'place', 'image', 'revision', 'recovery', 'follow', 'dotenv');
  });

  it('of a rollback hold what the variables say', () => {
    const { aws, repository, ...settings } = rollback({ ...goodEnv, ECS_CD_TO: 'app:41' });
    expect([aws.region, repository?.name]).to.deep.equal(['eu-central-1', 'team/app']);
    expect(settings).to.deep.equal({
      place: { cluster: 'main', service: 'web' },
      follow: { timeoutSeconds: 900, logLines: 20, isFailFast: true, onPause: 'end' },
      isTested: false,
      dotenv: '/builds/team/app/ecs-cd.env',
      to: 'app:41',
      again: false,
    });
  });
  it('leave out what was not given', () => {
    const { place, image, revision, follow, proof, recovery, ...others } = deploy(goodEnv);
    expect(place).to.not.have.any.keys('accountId');
    expect(image).to.not.have.any.keys('commit');
    expect(revision).to.not.have.any.keys('container');
    expect(others).to.not.have.any.keys('environmentUrl');
    expect(follow.isFailFast).to.equal(true);
    expect(recovery).to.deep.equal({ rollback: 'on' });
    expect(proof).to.deep.equal({ bakeSeconds: 0 });
    expect(rollback(goodEnv)).to.not.have.any.keys('to');
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
    expect(rollback(env).place).to.include({ cluster, service });
  });

  it('take the local image name from the repository when none is given', () => {
    expect(build({ ...goodEnv, REPOSITORY_NAME: '' }).build.imageName).to.equal('team/app');
  });

  it('take any registry where another endpoint stands in for AWS', () => {
    const env = { ...goodEnv, REPOSITORY_URL: '127.0.0.1:4566/team/app' };
    const repository = { url: '127.0.0.1:4566/team/app', registry: '127.0.0.1:4566', name: 'team/app' };
    expect(build({ ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }).image.repository).to.deep.equal(
      repository,
    );
    expect(build({ ...env, AWS_ENDPOINT_URL_ECR: 'http://127.0.0.1:4566' }).image.repository).to.deep.equal(
      repository,
    );
    expect(problemsOf('build', env).map(({ subject }) => subject)).to.deep.equal(['REPOSITORY_URL']);
  });

  it('still know an ECR host where another endpoint stands in for AWS', () => {
    const { image } = build({ ...goodEnv, AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' });
    expect(image.repository.region).to.equal('eu-central-1');
  });

  it('still check the repository name where another endpoint stands in for AWS', () => {
    const env = {
      ...goodEnv,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      REPOSITORY_URL: '127.0.0.1:4566/Team//app',
    };
    expect(problemsOf('build', env)).to.have.length(1);
  });

  it('are not compared with a region that nobody named', () => {
    const env = {
      ...goodEnv,
      AWS_DEFAULT_REGION: '',
      CLUSTER_NAME: 'arn:aws:ecs:eu-west-1:111111111111:cluster/main',
    };
    expect(problemsOf('deploy', env).map(({ subject }) => subject)).to.deep.equal(['AWS_DEFAULT_REGION']);
  });

  it('are told to be in another account and in another cluster at once', () => {
    const env = {
      ...goodEnv,
      CLUSTER_NAME: 'arn:aws:ecs:eu-central-1:111111111111:cluster/main',
      SERVICE_NAME: 'arn:aws:ecs:eu-central-1:222222222222:service/other/web',
    };
    expect(problemsOf('deploy', env).map(({ message }) => message)).to.deep.equal([
      'the service is in the cluster other, but CLUSTER_NAME says main',
      'the service is in the account 222222222222, the cluster in 111111111111',
    ]);
  });
});

describe('a flag', () => {
  it('beats its variable', () => {
    const { image, revision } = deploy(goodEnv, { 'docker-tag': 'v2', stage: 'production' });
    expect(image.tag).to.equal('v2');
    expect(revision.stage).to.equal('production');
    expect(build({ ...goodEnv, ECS_CD_REBUILD: 'true' }, { rebuild: false }).build.rebuild).to.equal(false);
    expect(build(goodEnv, { rebuild: true }).build.rebuild).to.equal(true);
  });

  it('repairs a variable that is wrong', () => {
    expect(deploy({ ...goodEnv, DOCKER_TAG: 'a/b' }, { 'docker-tag': 'v2' }).image.tag).to.equal('v2');
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
