import { expect } from 'chai';
import { durationOf } from '../../runner/settings/checks/checks';
import { isKnownName } from '../../runner/settings/variables/known-names';
import { build, deploy, follow, rollback, scan } from '../settings/environments';
import { isMapping, listOf } from '../pipeline/mapping';
import {
  commandOf,
  runnerEnvOf,
  environmentNameOf,
  environmentOf,
  jobsOf,
  variablesOf,
  textOf,
  withFullNeeds,
  withListedScripts,
} from './example-jobs';
import {
  examplesOf,
  renderedExample,
  triedExample,
  type Event,
  type Example,
  type TriedExample,
} from './yaml-examples';
import { pageOf, pages, tablesBelow } from './pages';

const examples = pages().flatMap(({ file }) => examplesOf(file));
const nameOf = ({ page, headline }: Example) => `${headline} (${page})`;
const headed = (headline: string): Example => {
  const example = examples.find((each) => each.headline === headline);
  if (!example) throw new Error(`no example ${headline}`);
  return example;
};

/** The stages that GitLab has when none are declared. */
const usualStages = ['.pre', 'build', 'test', 'deploy', '.post'];

/** The rows of "Which jobs run when": what GitLab tells each of these pipelines. */
const events: readonly Event[] = [
  {
    name: 'a merge request',
    predefined: { CI_PIPELINE_SOURCE: 'merge_request_event', CI_COMMIT_BRANCH: '' },
  },
  { name: 'the default branch', predefined: {} },
  { name: 'a tag', predefined: { CI_COMMIT_TAG: '1.4.0', CI_COMMIT_BRANCH: '' } },
  { name: 'another branch', predefined: { CI_COMMIT_BRANCH: 'feature' } },
];

const settingsByCommand: Readonly<Record<string, (env: Record<string, string>) => unknown>> = {
  build,
  deploy,
  follow,
  rollback,
  scan,
};

/** What docs/reference.md asks of `job_timeout` beside what is set. */
const marginSeconds = 10 * 60;

describe('an example of the pages', function () {
  const tried = new Map<Example, TriedExample>();

  before(async () => {
    const withEvents = headed('Staging and production');
    await Promise.all(
      examples.map(async (example) =>
        tried.set(example, await triedExample(example, example === withEvents ? events : [])),
      ),
    );
  });

  for (const example of examples) {
    describe(nameOf(example), () => {
      const pipeline = renderedExample(example);
      const jobs = jobsOf(pipeline);
      const stages = listOf(pipeline['stages']);

      it('is expanded by gitlab-ci-local to what GitLab makes of it', () => {
        const { exitCode, output, expanded } = tried.get(example)!.expansion;
        expect(exitCode, output).to.equal(0);
        expect(withFullNeeds(withListedScripts(jobsOf(expanded)))).to.deep.equal(
          withFullNeeds(withListedScripts(jobs)),
        );
      });

      it('has no job in a stage, and none that waits for a job, that is not there', () => {
        for (const [name, job] of Object.entries(jobs)) {
          const { stage = 'test' } = job;
          expect(stages.length > 0 ? stages : usualStages, name).to.include(stage);
          const needed = listOf(job['needs']).map((need) => (isMapping(need) ? need['job'] : need));
          expect(Object.keys(jobs), name).to.include.members(needed);
        }
      });

      it('gives ecs-cd only variables that it knows, with values that it takes', () => {
        for (const [name, job] of Object.entries(jobs)) {
          const given = variablesOf(job);
          const own = Object.keys(given).filter((key) => key.startsWith('ECS_CD_'));
          expect(
            own.filter((each) => !isKnownName(each)),
            name,
          ).to.deep.equal([]);
          const settingsOf = settingsByCommand[commandOf(job) ?? ''];
          expect(() => settingsOf?.(runnerEnvOf(job)), name).to.not.throw();
        }
      });

      it('gives a deployment, its proof and its rollback the time they may take', () => {
        for (const [name, job] of Object.entries(jobs).filter((entry) => commandOf(entry[1]) === 'deploy')) {
          const { follow, proof } = deploy(runnerEnvOf(job));
          const proofSeconds = (proof.healthCheck?.timeoutSeconds ?? 0) + proof.bakeSeconds;
          const seconds = 2 * follow.timeoutSeconds + proofSeconds + marginSeconds;
          const limit = durationOf(0)(textOf(variablesOf(job)['RUNNER_SCRIPT_TIMEOUT']));
          expect('value' in limit ? limit.value : 0, name).to.be.at.least(seconds);
        }
      });

      it('deploys to each environment by one job, and can stop what it says it can', () => {
        const starting = Object.values(jobs).filter((job) => {
          const { name, action = 'start' } = environmentOf(job);
          // It goes on with a deployment that another job has begun, and in which no traffic had moved.
          return name !== undefined && action === 'start' && commandOf(job) !== 'continue';
        });
        const names = starting.map(environmentNameOf);
        expect(new Set(names).size).to.equal(names.length);
        for (const { name, on_stop: stopping } of starting.map(environmentOf)) {
          if (stopping === undefined) continue;
          const stop = jobs[textOf(stopping)];
          expect(stop, `on_stop: ${textOf(stopping)}`).to.have.deep.property('environment', {
            name,
            action: 'stop',
          });
        }
      });
    });
  }

  it('shows the jobs of each pipeline in its table', () => {
    const example = headed('Staging and production');
    const page = pageOf('docs/examples.md');
    const [table] = tablesBelow(page, 'Which jobs run when');
    const namesIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    const told = table?.rows.map(([event, automatic, byHand]) => [
      event,
      namesIn(automatic),
      namesIn(byHand),
    ]);
    const seen = events.map(({ name }) => {
      const jobs = tried.get(example)!.jobs[name]!;
      const which = (when: string) => jobs.filter((job) => job.when === when).map((job) => job.name);
      return [name, which('on_success'), which('manual')];
    });
    expect(told).to.deep.equal(seen);
  });

  const expected: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'One service': { 'ecs-build': 'build', deploy: 'deploy production', 'unit tests': '' },
    'Staging and production': {
      'ecs-build': 'build',
      'unit tests': '',
      'deploy staging': 'deploy staging',
      'deploy production': 'deploy production',
      'roll back production': 'rollback production',
    },
    'Two services in one repository': {
      'api-build': 'build production/api',
      'web-build': 'build production/web',
      'deploy api': 'deploy production/api',
      'deploy web': 'deploy production/web',
    },
    'Your own build job': { 'ecs-build': 'build', 'build image': '', deploy: 'deploy production' },
    'One review service for all': { 'ecs-build': 'build', 'deploy review': 'deploy review' },
    'One service for each merge request': {
      'ecs-build': 'build',
      'create review': '',
      'deploy review': 'deploy review/$CI_COMMIT_REF_SLUG',
      'stop review': '',
    },
  };
  for (const [headline, jobs] of Object.entries(expected)) {
    it(`has the jobs that its text speaks of: ${headline}`, () => {
      const rendered = Object.entries(jobsOf(renderedExample(headed(headline)))).map(([name, job]) => {
        const script = textOf(listOf(job['script']).at(-1));
        const does = script.startsWith('ecs-cd ') ? `${commandOf(job)} ${environmentNameOf(job)}`.trim() : '';
        return [name, does];
      });
      expect(Object.fromEntries(rendered)).to.deep.equal(jobs);
    });
  }
});
