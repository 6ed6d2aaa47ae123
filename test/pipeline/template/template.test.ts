import { expect } from 'chai';
import { exitCodes } from '../../../runner/errors';
import { jobOf, pipelineWith, template } from '../downstream';
import type { InputSpec } from './inputs';
import { isMapping, listOf, mappingOf } from '../mapping';
import { rendered, templateOf } from '../renderer';

/** One job of every kind, in the shape that runs. */
const more = {
  'roll back production': { extends: '.ecs-rollback', variables: { STAGE: 'production' } },
  'follow production': { extends: '.ecs-follow', variables: { STAGE: 'production' } },
  'continue production': { extends: '.ecs-continue', variables: { STAGE: 'production' } },
  'reject production': { extends: '.ecs-reject', variables: { STAGE: 'production' } },
  'plan staging': { extends: '.ecs-plan', variables: { STAGE: 'staging' } },
  'ecs-scan': { extends: '.ecs-scan' },
};
const pipeline = pipelineWith({}, more);
const build = jobOf(pipeline, 'ecs-build');
const staging = jobOf(pipeline, 'deploy staging');
const production = jobOf(pipeline, 'deploy production');
const rollback = jobOf(pipeline, 'roll back production');
const plan = jobOf(pipeline, 'plan staging');
const follow = jobOf(pipeline, 'follow production');
const continued = jobOf(pipeline, 'continue production');
const rejected = jobOf(pipeline, 'reject production');
const scan = jobOf(pipeline, 'ecs-scan');
const jobs = [build, staging, production, rollback, plan, follow, continued, rejected, scan];

/** A release changes it. */
const runnerImage = templateOf(template).inputs.runner_image?.default;

describe('the template', () => {
  it('uses no keyword of a job that is newer than GitLab 17.0', () => {
    const known =
      'allow_failure artifacts dependencies environment extends id_tokens image inherit interruptible needs resource_group retry ' +
      'rules script services stage timeout variables';
    const used = jobs.flatMap((job) => Object.keys(job));
    expect(used.filter((keyword) => !known.split(' ').includes(keyword))).to.deep.equal([]);
  });

  it('pulls the runner from its own project, never from the registry of the project that includes it', () => {
    expect(JSON.stringify(jobs)).not.to.contain('CI_REGISTRY_IMAGE');
  });

  it('runs its scripts in the shell of the runner image, whatever its entrypoint', () => {
    for (const { image } of jobs) {
      expect(image).to.deep.equal({ name: runnerImage, entrypoint: [''] });
    }
  });

  it('checks the project out for build and scan only, so a deployment outlives its branch', () => {
    const strategies = jobs.map(({ variables }) => mappingOf(variables, 'variables').GIT_STRATEGY);
    expect(strategies).to.deep.equal([undefined, ...Array<string>(7).fill('none'), undefined]);
  });

  it('has scripts of one line in which nothing is filled in', () => {
    const commands = [
      ...['build', 'deploy', 'deploy', 'rollback', 'plan', 'follow'],
      ...['continue', 'reject', 'scan'],
    ];
    expect(jobs.map(({ script }) => listOf(script).at(-1))).to.deep.equal(
      commands.map((command) => `ecs-cd ${command}`),
    );
  });

  it('has no script, hidden or not, that is longer than one line', () => {
    const all = Object.entries(rendered(template)).flatMap(([name, job]) =>
      Object.entries(mappingOf(job, name)).filter(([keyword]) => keyword.endsWith('script')),
    );
    expect(all).to.have.lengthOf(11);
    for (const [keyword, script] of all) {
      expect(keyword).to.equal('script');
      const lines = listOf(script).filter((line) => !String(line).startsWith('command -v ecs-cd '));
      expect(lines).to.have.lengthOf(1);
      expect(String(lines)).not.to.match(/\n|;|&&/);
    }
  });

  it('is not reached by a before_script, an image or a service that the project has for all its jobs', () => {
    for (const job of jobs) expect(job.inherit).to.deep.equal({ default: ['tags'] });
  });

  it('leaves the choice of the GitLab runner to the project', () => {
    for (const job of jobs) expect(job).not.to.have.property('tags');
  });

  it('carries the ID token in each job, where a default: of the project cannot take it away', () => {
    for (const job of jobs) {
      expect(job.id_tokens).to.deep.equal({ ECS_CD_ID_TOKEN: { aud: '$CI_SERVER_URL' } });
    }
  });

  it('hands the role over under a name that cannot refer to itself', () => {
    const { variables } = jobOf(pipelineWith({ role_arn: '$AWS_ROLE_ARN' }), 'deploy staging');
    expect(variables)
      .to.include({ ECS_CD_ROLE_ARN: '$AWS_ROLE_ARN' })
      .and.not.to.have.property('AWS_ROLE_ARN');
  });

  it('retries what the runner says can be tried again, and nothing that it gave a verdict on', () => {
    for (const { retry } of jobs) {
      expect(retry).to.deep.equal({
        max: 2,
        when: ['runner_system_failure'],
        exit_codes: [exitCodes['try-again']],
      });
    }
  });

  it('lets a newer commit cancel a build, a scan or a plan, but neither a deployment nor a rollback', () => {
    expect(jobs.map(({ interruptible }) => interruptible)).to.deep.equal([
      true,
      false,
      false,
      false,
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  it('never lets two jobs change one environment at the same time', () => {
    expect([staging, production, rollback, follow].map((job) => job.resource_group)).to.deep.equal(
      Array(4).fill('ecs/$STAGE'),
    );
  });

  it('takes no artifacts into a deployment: when they have expired, it can still be run again', () => {
    expect(staging).to.have.deep.property('dependencies', []);
    const { needs } = jobOf(pipelineWith({ deploy_after: 'build' }), 'deploy staging');
    expect(needs).to.deep.equal(
      ['ecs-build', 'ecs-scan'].map((job) => ({ job, artifacts: false, optional: true })),
    );
  });

  it('deploys an image whose tag follows from the commit alone', () => {
    for (const job of [build, staging, plan])
      expect(job.variables).to.include({ DOCKER_TAG: '$CI_COMMIT_SHA' });
  });

  it('waits for the tests of the earlier stages unless it is told to wait for the build alone', () => {
    expect(staging).not.to.have.property('needs');
  });

  it('can roll back at once, whatever else the pipeline waits for, and does not block it', () => {
    expect(rollback).to.deep.include({
      needs: [],
      rules: [{ if: '$CI_COMMIT_BRANCH', when: 'manual', allow_failure: true }],
    });
  });

  it('has one job per environment that GitLab counts as its deployment, and the one in which its traffic moves', () => {
    const actions = jobs.map(({ environment }) => isMapping(environment) && (environment.action ?? 'start'));
    expect(actions).to.deep.equal([
      ...[false, 'start', 'start', 'access', 'prepare', 'access'],
      ...['start', 'access', false],
    ]);
  });

  it('marks a job that ends at a gate, and stops nothing for it', () => {
    for (const job of [staging, production, rollback, follow, continued, rejected])
      expect(job.allow_failure).to.deep.equal({ exit_codes: [exitCodes.paused] });
  });

  it('takes the environment from STAGE and its address from the outputs of the job', () => {
    expect(staging.environment).to.deep.equal({ name: '$STAGE', url: '$ECS_CD_ENVIRONMENT_URL' });
    expect(rollback.environment).to.deep.equal({ name: '$STAGE', action: 'access' });
  });

  it('keeps the outputs of a job that failed, too', () => {
    for (const { artifacts } of jobs) expect(artifacts).to.have.property('when', 'always');
  });

  it('puts no variable where GitLab takes none', () => {
    for (const { stage, needs, dependencies, timeout } of jobs) {
      expect(JSON.stringify({ stage, needs, dependencies, timeout })).not.to.contain('$');
    }
  });

  it('uses stages that every project has unless it is given others', () => {
    expect(jobs.map(({ stage }) => stage)).to.deep.equal([
      'build',
      ...Array<string>(7).fill('deploy'),
      'build',
    ]);
    const named = pipelineWith({ build_stage: 'image', deploy_stage: 'release' });
    expect(jobOf(named, 'ecs-build').stage).to.equal('image');
    expect(jobOf(named, 'deploy staging').stage).to.equal('release');
  });

  it('leaves GitLab five minutes for the reports after the longest script', () => {
    for (const { timeout, variables } of jobs) {
      expect(timeout).to.equal(`${String(mappingOf(variables, 'variables').RUNNER_SCRIPT_TIMEOUT)} 300s`);
    }
  });

  it('gives a job the time to wait for another deployment, for its own, what it has to prove, and its rollback, with ten minutes to spare', () => {
    const { timeout, health_check_timeout, bake_time, job_timeout } = templateOf(template).inputs;
    const minutes = (input: InputSpec | undefined) => {
      const [, amount, unit] = /^(\d+)([ms])$/.exec(String(input?.default)) ?? [];
      return Number(amount) / (unit === 's' ? 60 : 1);
    };
    const proof = minutes(health_check_timeout) + minutes(bake_time);
    expect(minutes(job_timeout)).to.be.at.least(3 * minutes(timeout) + proof + 10);
  });
});
