import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { artifactsFolderOf, type RunOptions } from '../gitlab-ci-local';
import { callOf, recordedRun, type Run } from './recorded-run';

describe('the jobs of a pipeline', function () {
  let runs: Run[] = [];
  let whole: Run;
  let broken: Run;
  let gated: Run;
  let eager: Run;
  let undone: Run;
  let ended: Run;
  let planned: Run;
  const live: string[] = [];

  before(async function () {
    if (spawnSync('rsync', ['--version']).status !== 0) {
      if (process.env.ECS_CD_TEST_ENGINE === 'required')
        throw new Error('gitlab-ci-local needs rsync to run jobs');
      this.skip();
    }
    const failingTest = { 'unit test': { stage: 'test', script: ['exit 1'] } };
    runs = [whole, broken, gated, eager, undone, ended, planned] = await Promise.all([
      recordedRun(
        {
          inputs: { environment_url: 'https://$STAGE.example.com' },
          more: {
            'smoke test': {
              stage: '.post',
              needs: ['deploy staging'],
              script: ['echo "after $ECS_CD_FROM_DEPLOY and [$ECS_CD_FROM_BUILD]"'],
            },
          },
        },
        {
          manual: ['deploy production'],
          onOutput: (text) => live.push(text),
          predefined: { ECS_CD_ID_TOKEN: 'header.payload.signature' },
          variables: {
            REPOSITORY_URL: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop',
            CLUSTER_NAME: { staging: 'small', production: 'large' },
            AWS_ACCESS_KEY_ID: { '*': 'AKIABUILD', production: 'AKIAPRODUCTION' },
            ECS_CD_ROLE_ARN: { production: 'arn:aws:iam::123456789012:role/production' },
          },
        },
      ),
      recordedRun({}, { exitCodes: { 'ecs-build': 5 } }),
      recordedRun({ more: failingTest }),
      recordedRun({ inputs: { deploy_after: 'build' }, more: failingTest }),
      recordedRun(
        { more: { 'roll back staging': { extends: '.ecs-rollback', variables: { STAGE: 'staging' } } } },
        {
          jobs: ['roll back staging'],
          variables: { ECS_CD_TO: 'shop:41', CLUSTER_NAME: { staging: 'small' } },
          exitCodes: { 'roll back staging': 7 },
        },
      ),
      recordedRun(
        {},
        { ...untilItPrints('was called'), jobs: ['ecs-build'], exitCodes: { 'ecs-build': -1 } },
      ),
      recordedRun(
        { more: { 'plan staging': { extends: '.ecs-plan', variables: { STAGE: 'staging' } } } },
        {
          jobs: ['plan staging'],
          variables: { CLUSTER_NAME: { staging: 'small' } },
          predefined: { CI_PIPELINE_SOURCE: 'merge_request_event' },
          exitCodes: { 'plan staging': 10 },
        },
      ),
    ]);
  });

  after(() => Promise.all(runs.map(({ project }) => project.remove())));

  it('build once, then deploy to each environment', () => {
    expect(whole.exitCode, whole.output).to.equal(0);
    expect(whole.calls.map(({ args }) => args)).to.deep.equal([['build'], ['deploy'], ['deploy']]);
    expect(whole.calls.map(({ job }) => job).toSorted()).to.deep.equal([
      'deploy production',
      'deploy staging',
      'ecs-build',
    ]);
  });

  it('see the variables that are scoped to their environment, and STAGE as its name', () => {
    for (const [stage, cluster] of [
      ['staging', 'small'],
      ['production', 'large'],
    ]) {
      const { env } = callOf(whole, `deploy ${stage!}`);
      expect(env).to.include({ STAGE: stage, CI_ENVIRONMENT_NAME: stage, CLUSTER_NAME: cluster });
      expect(env.ECS_CD_ENVIRONMENT_URL).to.equal(`https://${stage!}.example.com`);
    }
  });

  it('see no scoped variable in the build, which belongs to no environment', () => {
    const { env } = callOf(whole, 'ecs-build');
    expect(env)
      .to.include({ AWS_ACCESS_KEY_ID: 'AKIABUILD' })
      .and.not.to.have.any.keys('CLUSTER_NAME', 'STAGE');
    expect(callOf(whole, 'deploy staging').env.AWS_ACCESS_KEY_ID).to.equal('AKIABUILD');
    expect(callOf(whole, 'deploy production').env.AWS_ACCESS_KEY_ID).to.equal('AKIAPRODUCTION');
  });

  it('agree on the tag of the commit', () => {
    const tags = whole.calls.map(({ env }) => env.DOCKER_TAG);
    expect(new Set(tags)).to.have.lengthOf(1);
    expect(tags[0])
      .to.match(/^[0-9a-f]{40}$/)
      .and.to.equal(whole.calls[0]!.env.CI_COMMIT_SHA);
  });

  it('take a role from the CI/CD variables where the input is empty', () => {
    expect(callOf(whole, 'deploy production').env.ECS_CD_ROLE_ARN).to.equal(
      'arn:aws:iam::123456789012:role/production',
    );
    expect(callOf(whole, 'deploy staging').env.ECS_CD_ROLE_ARN).to.equal('');
    expect(callOf(whole, 'ecs-build').env.ECS_CD_ID_TOKEN).to.equal('header.payload.signature');
  });

  it('run in a checkout that CI_PROJECT_DIR names', () => {
    for (const { cwd, env } of whole.calls) expect(env.CI_PROJECT_DIR).to.equal(cwd);
  });

  it('hand their outputs on to whoever needs them, and take none from the build', () => {
    expect(whole.output).to.contain('after deploy staging and []');
    expect(callOf(whole, 'deploy staging').env).not.to.have.property('ECS_CD_FROM_BUILD');
  });

  it('print while they run', () => {
    const whenBuilt = live.findIndex((text) => text.includes('ecs-cd build was called'));
    const whenDeployed = live.findIndex((text) => text.includes('ecs-cd deploy was called'));
    expect(whenBuilt).to.be.at.least(0).and.to.be.below(whenDeployed);
    expect(live.join('')).to.equal(whole.output);
  });

  it('deploy nothing when the build fails, and fail the pipeline', () => {
    expect(broken.exitCode).not.to.equal(0);
    expect(broken.calls.map(({ args }) => args[0])).to.deep.equal(['build']);
  });

  it('deploy nothing when a test fails', () => {
    expect(gated.exitCode).not.to.equal(0);
    expect(gated.calls.map(({ args }) => args[0])).to.deep.equal(['build']);
  });

  it('do not wait for tests when they are told to wait for the build alone', () => {
    expect(eager.calls.map(({ job }) => job)).to.deep.equal(['ecs-build', 'deploy staging']);
  });

  it('roll back an environment by hand, to a revision if one is given', () => {
    expect(undone.calls.map(({ args }) => args)).to.deep.equal([['rollback']]);
    expect(undone.calls[0]!.env).to.include({
      STAGE: 'staging',
      CLUSTER_NAME: 'small',
      ECS_CD_TO: 'shop:41',
    });
  });

  it('plan with the variables of the environment, and pass with a mark when something would change', () => {
    expect(planned.exitCode, planned.output).to.equal(0);
    expect(planned.calls.map(({ args }) => args)).to.deep.equal([['plan']]);
    expect(planned.calls[0]!.env).to.include({
      STAGE: 'staging',
      CLUSTER_NAME: 'small',
      DOCKER_TAG: planned.calls[0]!.env.CI_COMMIT_SHA,
    });
  });

  it('keep the outputs of a job that failed', async () => {
    const folder = path.join(
      artifactsFolderOf(undone.project, 'roll back staging'),
      '.gitlab-ci-reports/dotenv',
    );
    expect(await readFile(path.join(folder, 'ecs-cd.env'), 'utf8')).to.contain('ECS_CD_FROM_ROLLBACK');
  });

  it('end with everything they started when the pipeline is ended', () => {
    expect(ended.exitCode).not.to.equal(0);
    expect(() => process.kill(ended.calls[0]!.pid, 0)).to.throw('ESRCH');
  });
});

function untilItPrints(text: string): Pick<RunOptions, 'onOutput' | 'signal'> {
  const end = new AbortController();
  return { signal: end.signal, onOutput: (output) => output.includes(text) && end.abort() };
}
