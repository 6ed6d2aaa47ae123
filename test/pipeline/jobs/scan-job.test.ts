import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { jobOf, pipelineWith } from '../downstream';
import { recordedRun, type Run } from './recorded-run';

const more = { 'ecs-scan': { extends: '.ecs-scan' } };
const inputs = {
  dockerfile: 'docker/Dockerfile',
  scan_severity: 'critical',
  scan_exceptions: 'ci/exceptions.json',
  scan_timeout: '20m',
};

describe('a scan job', () => {
  const scan = jobOf(pipelineWith(inputs, more), 'ecs-scan');

  it('follows the build wherever that runs, with its tag, and in a checkout that holds the exceptions', () => {
    const build = jobOf(pipelineWith(), 'ecs-build');
    expect(scan).to.deep.include({
      stage: build.stage,
      rules: build.rules,
      needs: [{ job: 'ecs-build', artifacts: false, optional: true }],
    });
    expect(scan.variables).to.include({
      ECS_CD_DOCKERFILE: 'docker/Dockerfile',
      DOCKER_TAG: '$CI_COMMIT_SHA',
      ECS_CD_SCAN_SEVERITY: 'critical',
      ECS_CD_SCAN_EXCEPTIONS: 'ci/exceptions.json',
      ECS_CD_SCAN_TIMEOUT: '20m',
    });
    expect(scan.variables).not.to.have.property('GIT_STRATEGY');
  });

  it('hands the reports to GitLab, also when it fails, and to those alone who may know', () => {
    expect(scan.artifacts).to.deep.equal({
      when: 'always',
      access: 'developer',
      reports: {
        dotenv: 'ecs-cd.env',
        codequality: 'gl-code-quality-report.json',
        container_scanning: 'gl-container-scanning-report.json',
        junit: 'ecs-cd-scan.xml',
      },
    });
  });
});

describe('a pipeline with a scan job', function () {
  let runs: Run[] = [];

  before(async function () {
    if (spawnSync('rsync', ['--version']).status !== 0) {
      if (process.env.ECS_CD_TEST_ENGINE === 'required')
        throw new Error('gitlab-ci-local needs rsync to run jobs');
      this.skip();
    }
    const ofAll = (['stages', 'build'] as const).flatMap((deploy_after) =>
      [0, 12].map((exitCode) =>
        recordedRun({ inputs: { ...inputs, deploy_after }, more }, { exitCodes: { 'ecs-scan': exitCode } }),
      ),
    );
    runs = await Promise.all(ofAll);
  });
  after(() => Promise.all(runs.map(({ project }) => project.remove())));

  it('deploys what passes, and nothing that does not, whatever a deployment waits for', () => {
    const calls = runs.map((run) => run.calls.map(({ args }) => args[0]));
    const [stages, vulnerable, eager, eagerVulnerable] = calls;
    for (const passed of [stages, eager]) expect(passed).to.deep.equal(['build', 'scan', 'deploy']);
    for (const stopped of [vulnerable, eagerVulnerable]) expect(stopped).to.deep.equal(['build', 'scan']);
    expect(runs.map(({ exitCode }) => exitCode === 0)).to.deep.equal([true, false, true, false]);
  });
});
