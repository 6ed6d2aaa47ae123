import { expect } from 'chai';
import { releaseAssets } from '../release-assets';
import { runnerEnding, runScenario, type ScenarioRun } from './scenario-run';

/** Jobs by how they ended, as gitlab-ci-local lists them at its end. */
function jobsOf({ output }: ScenarioRun, ending: 'PASS' | 'WARN' | 'FAIL'): readonly string[] {
  // A job that failed is shown with the script it failed in.
  const lines = output.matchAll(new RegExp(`^ ${ending} +(.+?)(?: +(?:pre_script|after_script))? *$`, 'gm'));
  return [...lines].map(([, job = '']) => job);
}

describe('a scenario that the component is tried out in', function () {
  this.timeout(180_000);
  let ships: ScenarioRun;
  let crashes: ScenarioRun;
  let regrets: ScenarioRun;
  let survives: ScenarioRun;
  let isHelpless: ScenarioRun;

  before(async () => {
    // Started a dozen times, it takes a tenth of the time of the source.
    const runner = [process.execPath, (await releaseAssets()).bundle];
    [ships, crashes, regrets, survives, isHelpless] = await Promise.all([
      runScenario('ships', runner),
      runScenario('undoes-a-crash', runner),
      runScenario('rolls-back-by-hand', runner),
      runScenario('undoes-a-crash', runner, 'healthy'),
      runScenario('undoes-a-crash', runnerEnding(7)),
    ]);
  });

  it('brings a commit to staging and production', () => {
    const run = ships;
    expect(run.exitCode, run.output).to.equal(0);
    expect(jobsOf(run, 'PASS')).to.have.members([
      'its version',
      'deploy staging',
      'deploy production',
      'staging serves it',
      'production serves it',
    ]);
    expect(run.truths.staging).to.include({ taskDefinition: 'web-staging:2', healthyCount: 1 });
    expect(run.truths.production).to.include({ taskDefinition: 'web-production:2', healthyCount: 1 });
  });

  it('turns the job of a release that crashes red with exit code 6, and goes on', () => {
    const run = crashes;
    expect(run.exitCode, run.output).to.equal(0);
    expect(run.output).to.match(/deploy staging +finished in .* WARN 6/);
    expect(jobsOf(run, 'PASS')).to.deep.equal(['staging is rolled back']);
    expect(run.truths.staging).to.include({ taskDefinition: 'web-staging:1', healthyCount: 1 });
  });

  it('takes a release back by hand', () => {
    const run = regrets;
    expect(run.exitCode, run.output).to.equal(0);
    expect(jobsOf(run, 'PASS')).to.have.members(['roll back staging', 'staging is back']);
    expect(run.truths.staging).to.include({ taskDefinition: 'web-staging:1', healthyCount: 1 });
    expect(run.truths.staging?.deploymentsEver).to.equal(3);
  });

  it('is red when a release that should have crashed is called a success', () => {
    const run = survives;
    expect(run.exitCode, run.output).not.to.equal(0);
    expect(jobsOf(run, 'PASS')).to.deep.equal(['deploy staging']);
    expect(jobsOf(run, 'FAIL')).to.deep.equal(['staging is rolled back']);
  });

  it('is red when the job fails with another exit code', () => {
    const run = isHelpless;
    expect(jobsOf(run, 'FAIL'), run.output).to.include('deploy staging');
    expect(jobsOf(run, 'PASS')).to.deep.equal([]);
  });
});
