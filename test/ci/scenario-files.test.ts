import { expect } from 'chai';
import { parse } from 'yaml';
import { template } from '../pipeline/downstream';
import { createProject } from '../pipeline/git-project';
import { type ExpandedPipeline, expandPipeline } from '../pipeline/gitlab-ci-local';
import { isMapping, listOf, type Mapping, mappingOf } from '../pipeline/mapping';
import { pipelineOf, templateOf } from '../pipeline/renderer';
import { fileOf, flattened, scenarioFiles, scenarioOf, scenarios, type Scenario } from './scenario-run';

const ofCommit = '$CI_REGISTRY_IMAGE/runner:$CI_COMMIT_SHA';
const simulator = { name: '$CI_REGISTRY_IMAGE/simulator:$CI_COMMIT_SHA', alias: 'aws' };

describe('the child pipeline of a scenario', () => {
  const ofKind = {} as Record<Scenario, { readonly commit: Mapping; readonly tag: Mapping }>;

  before(async () => {
    const all = scenarios.map(async (scenario) => {
      const { commit, tag } = await expansionsOf(scenario);
      for (const { exitCode, output } of [commit, tag]) expect(exitCode, output).to.equal(0);
      ofKind[scenario] = { commit: commit.expanded, tag: tag.expanded };
    });
    await Promise.all(all);
  });

  for (const scenario of scenarios) {
    describe(scenario, () => {
      it('runs the component of its own commit in the image of that commit, beside a simulated AWS', () => {
        for (const [name, job] of componentJobsOf(scenario, ofKind[scenario].commit)) {
          expect(job, name).to.have.nested.property('image.name', ofCommit);
          if (isMapping(job.environment)) expect(job.services, name).to.deep.include(simulator);
        }
      });

      it('runs on a tag as it will be released: in the image that the template names', () => {
        const image = templateOf(template).inputs.runner_image?.default;
        expect(image).not.to.equal(ofCommit);
        for (const [name, job] of componentJobsOf(scenario, ofKind[scenario].tag)) {
          expect(job, name).to.have.nested.property('image.name', image);
        }
      });

      it("is the one that GitLab's rules give, with inputs that the component knows", () => {
        const ours = pipelineOf(flattened(scenario), ({ component }) => {
          expect(component).to.equal('$CI_SERVER_FQDN/$CI_PROJECT_PATH/deploy@$CI_COMMIT_SHA');
          return template;
        });
        for (const [name, job] of componentJobsOf(scenario, ofKind[scenario].commit)) {
          const { variables, script, environment } = mappingOf(ours[name], name);
          expect({ variables, script: listOf(script), environment }, name).to.deep.equal({
            variables: job.variables,
            script: listOf(job.script),
            environment: job.environment,
          });
        }
      });

      it("is no deployment in GitLab's eyes, so it makes none of another pipeline outdated", () => {
        for (const [, { environment }] of componentJobsOf(scenario, ofKind[scenario].commit)) {
          if (!isMapping(environment)) continue;
          expect(environment.action).to.be.oneOf(['verify', 'access']);
          expect(environment.name).to.equal('component/$STAGE');
        }
      });
    });
  }

  it('is there whatever kind of pipeline starts it, a merge request one too', () => {
    for (const { commit } of Object.values(ofKind)) {
      expect(commit).to.have.deep.nested.property('workflow.rules', [
        { if: '$CI_PIPELINE_SOURCE == "parent_pipeline"' },
      ]);
    }
  });

  it('lets exit code 6 pass where a release is meant to crash, and no other', () => {
    expect(ofKind['undoes-a-crash'].commit).to.have.deep.nested.property('deploy staging.allow_failure', {
      exit_codes: [6],
    });
    for (const scenario of ['ships', 'rolls-back-by-hand'] as const) {
      expect(JSON.stringify(ofKind[scenario].commit)).not.to.contain('exit_codes":[6');
    }
  });

  it('builds an image where it ships one, with a registry that the daemon may talk to in the clear', () => {
    const { services } = mappingOf(ofKind.ships.commit['ecs-build'], 'ecs-build');
    const [{ name, ...daemon } = {}, ...others] = listOf(services).map((one) => mappingOf(one, 'service'));
    expect(fileOf('.gitlab-ci.yml'), 'the daemon that built the runner').to.contain(
      `- name: ${name as string}`,
    );
    expect(daemon).to.deep.equal({ alias: 'docker', command: ['--insecure-registry=aws:4566'] });
    expect(others).to.deep.equal([simulator]);
  });
});

/** The jobs of the scenario that the component has a part in, by name. */
function componentJobsOf(scenario: Scenario, child: Mapping): readonly (readonly [string, Mapping])[] {
  const own = Object.keys(mappingOf(parse(scenarioOf(scenario)), scenario));
  const jobs = own.flatMap((name) => {
    const job = child[name];
    return isMapping(job) && 'id_tokens' in job ? [[name, job] as const] : [];
  });
  expect(jobs).not.to.be.empty;
  return jobs;
}

interface Kinds {
  readonly commit: ExpandedPipeline;
  readonly tag: ExpandedPipeline;
}

async function expansionsOf(scenario: Scenario): Promise<Kinds> {
  const project = await createProject(scenarioFiles(scenario), 'platform/ecs-cd');
  const ofTag = { predefined: { CI_COMMIT_TAG: '1.0.0' }, unset: ['CI_COMMIT_BRANCH'] };
  try {
    return { commit: await expandPipeline(project), tag: await expandPipeline(project, ofTag) };
  } finally {
    await project.remove();
  }
}
