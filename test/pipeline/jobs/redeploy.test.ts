import { expect } from 'chai';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { hasCommand } from '../../engine/install-engine';
import { releaseAssets } from '../../release-assets';
import { realClock } from '../../simulator/clock';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { localTimings } from '../../simulator/timings';
import { downstreamWith, template } from '../downstream';
import { createProject, type Project } from '../git-project';
import { runPipeline, type PipelineResult } from '../gitlab-ci-local';
import type { Mapping } from '../mapping';

/**
 * GitLab's buttons "Re-deploy" and "Rollback environment" run the deploy job of an earlier pipeline once more: the
 * commit and the YAML of then, the CI/CD variables of today. Nothing else of that pipeline runs.
 */
describe("GitLab's rollback button", function () {
  let aws: Simulator;
  let project: Project;
  let commits: { readonly old: string; readonly new: string };
  let again: PipelineResult;
  let isServed: string | undefined;
  let gone: PipelineResult;
  let changesWhenGone: readonly string[];

  const configuration = (inputs: Mapping) =>
    downstreamWith({
      include: { local: '/templates/deploy.yml' },
      inputs: { docker_service: 'none', ...inputs },
    });
  const digestOf = (tag: string) => aws.world.imageDigest('team/web', tag) ?? '';
  const served = () => aws.truth('web').images['web'];

  /** Deployed by the pipelines of the commits, in the cluster that was in use then. */
  const deployed = (cluster: string, tag: string) => {
    const image = `${repositoryUrl}@${digestOf(tag)}`;
    aws.world.registerTaskDefinition({
      family: 'web',
      containerDefinitions: [{ name: 'web', image, memory: 128 }],
    });
    aws.world.createService({ cluster, name: 'web', taskDefinition: 'web', launchType: 'EC2' });
  };
  let repositoryUrl: string;

  const pressed = async () => {
    await project.checkOut(commits.old);
    return runPipeline(project, {
      runner: [process.execPath, (await releaseAssets()).bundle],
      jobs: ['deploy production'],
      variables: {
        ...aws.env,
        REPOSITORY_URL: repositoryUrl,
        DOCKER_BUILD_CONTEXT: 'app',
        // The service has moved since that commit was deployed.
        CLUSTER_NAME: { production: 'today' },
        SERVICE_NAME: 'web',
        TASK_FAMILY: 'web',
        ECS_CD_TIMEOUT: '2m',
      },
    });
  };

  before(async function () {
    if (!(await hasCommand('rsync'))) {
      if (process.env['ECS_CD_TEST_ENGINE'] === 'required') throw new Error('rsync is missing');
      return this.skip();
    }
    aws = await startSimulator({
      clock: realClock(),
      timings: { ...localTimings, healthyAfterRunningMs: 300 },
    });
    cleanUp.push(() => aws.close());
    project = await createProject({
      '.gitlab-ci.yml': configuration({}),
      'templates/deploy.yml': template,
    });
    cleanUp.push(() => project.remove());
    const old = await project.commit({ 'app/version': '1' });
    // The newest YAML would not find the old image: its tags are other ones.
    const newYaml = configuration({ docker_tag: 'release-$CI_COMMIT_SHA' });
    commits = { old, new: await project.commit({ 'app/version': '2', '.gitlab-ci.yml': newYaml }) };

    repositoryUrl = aws.world.createRepository('team/web');
    aws.world.putImage('team/web', commits.old, { revision: commits.old });
    await aws.clock.sleep(20);
    aws.world.putImage('team/web', `release-${commits.new}`, { revision: commits.new });
    aws.world.createCluster('today');
    deployed('today', `release-${commits.new}`);

    again = await pressed();
    isServed = served();
    aws.world.deleteImage('team/web', commits.old);
    const calls = aws.calls.length;
    // What an earlier run left behind must play no part.
    await rm(path.join(project.folder, '.gitlab-ci-local'), { recursive: true, force: true });
    gone = await pressed();
    changesWhenGone = aws.calls
      .slice(calls)
      .map(({ operation }) => operation)
      .filter((operation) => !/^(Describe|List|Get|BatchGet|Simulate)/.test(operation));
  });

  const cleanUp: (() => Promise<void>)[] = [];
  after(async () => {
    for (const each of cleanUp) await each();
  });

  it("deploys the old commit's image, by its digest, to where the service is today", () => {
    expect(again.exitCode, again.output).to.equal(0);
    expect(isServed).to.match(/@sha256:[0-9a-f]{64}$/);
    expect(again.output).to.contain(`${repositoryUrl}:${commits.old} is ${isServed?.split('@')[1] ?? ''}`);
    expect(again.output).to.match(/verdict +succeeded \(exit 0\)/);
  });

  it('says that it goes back, from which commit to which', () => {
    expect(again.output).to.match(
      new RegExp(`goes back +to ${commits.old} .*, from release-${commits.new} .*the older one`),
    );
  });

  it('needs nothing else of the old pipeline: no build, no artifacts', () => {
    expect(again.output).to.not.contain('ecs-cd build');
    expect(aws.calls.map(({ operation }) => operation)).to.not.include('GetAuthorizationToken');
  });

  it('is refused with exit 3 when ECR has the image no longer, names the likely cause, and changes nothing', () => {
    expect(gone.exitCode, gone.output).to.not.equal(0);
    expect(gone.output)
      .to.contain(`there is no image ${repositoryUrl}:${commits.old} in ECR; nothing was changed`)
      .and.match(/fix .*lifecycle policy of the repository may have removed or archived it/)
      .and.match(/verdict +rejected \(exit 3\)/);
    expect(changesWhenGone).to.deep.equal([]);
    expect(served()).to.equal(isServed);
  });
});
