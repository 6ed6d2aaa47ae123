import { expect } from 'chai';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { unpinnedImagesIn } from '../../.ci/release/pinned-images';
import { createProject } from '../pipeline/git-project';
import { expandPipeline, listJobs, type PipelineOptions } from '../pipeline/gitlab-ci-local';
import { isMapping, listOf, type Mapping, mappingOf } from '../pipeline/mapping';
import { jobOf } from '../pipeline/downstream';
import { pipelineOf } from '../pipeline/renderer';
import { fileOf } from './scenario-run';

const configuration = fileOf('.gitlab-ci.yml');
const written = mappingOf(parse(configuration), 'pipeline');

/** gitlab-ci-local makes a pipeline whatever `workflow` says; this job has the same rules. */
const probe = 'there is a pipeline';
const probed = stringify({
  ...written,
  [probe]: { stage: 'check', script: 'true', rules: mappingOf(written.workflow, 'workflow').rules },
});

/** What GitLab sets for each kind of pipeline. */
const kinds = {
  branch: { CI_COMMIT_BRANCH: 'idea', CI_DEFAULT_BRANCH: 'main' },
  'merge request': { CI_PIPELINE_SOURCE: 'merge_request_event', CI_COMMIT_BRANCH: '' },
  main: { CI_COMMIT_BRANCH: 'main', CI_DEFAULT_BRANCH: 'main' },
  tag: { CI_COMMIT_TAG: '1.0.0', CI_COMMIT_BRANCH: '' },
  'tag at gitlab.com': { CI_COMMIT_TAG: '1.0.0', CI_COMMIT_BRANCH: '', CI_SERVER_HOST: 'gitlab.com' },
  'branch with a merge request': {
    CI_COMMIT_BRANCH: 'idea',
    CI_OPEN_MERGE_REQUESTS: 'platform/ecs-cd!1',
  },
  'release commit': { CI_COMMIT_BRANCH: 'main', CI_COMMIT_TITLE: 'Release 1.0.0' },
  'another tag': { CI_COMMIT_TAG: 'v1.0.0', CI_COMMIT_BRANCH: '' },
};
type Kind = keyof typeof kinds;

const always = [
  'check',
  'check oldest',
  'package',
  'images',
  'component ships',
  'component undoes a crash',
  'component rolls back by hand',
];
const jobsByKind: Readonly<Record<Kind, readonly string[]>> = {
  branch: always,
  'merge request': always,
  main: [...always, 'prepare release'],
  tag: [...always, 'publish', 'release'],
  'tag at gitlab.com': [...always, 'publish', 'sign', 'release'],
  'branch with a merge request': [],
  'release commit': [],
  'another tag': [],
};

describe("the project's own pipeline", () => {
  const listed = {} as Record<Kind, readonly string[]>;
  let expanded: Mapping;

  before(async () => {
    const project = await createProject({ '.gitlab-ci.yml': probed }, 'platform/ecs-cd');
    try {
      const lists = Object.entries(kinds).map(async ([kind, predefined]) => {
        const all = await listJobs(project, optionsOf(predefined));
        const jobs = all.filter(({ when }) => when !== 'never').map(({ name }) => name);
        listed[kind as Kind] = jobs.includes(probe) ? jobs.filter((job) => job !== probe) : [];
      });
      const whole = expandPipeline(project).then((pipeline) => {
        expect(pipeline.exitCode, pipeline.output).to.equal(0);
        expanded = pipeline.expanded;
      });
      await Promise.all([...lists, whole]);
    } finally {
      await project.remove();
    }
  });

  for (const [kind, jobs] of Object.entries(jobsByKind)) {
    it(`has these jobs (${kind}): ${jobs.join(', ') || 'none'}`, () => {
      expect(listed[kind as Kind]).to.deep.equal(jobs);
    });
  }

  it("is the one that GitLab's rules give", () => {
    const { stages: _, [probe]: ___, ...jobs } = expanded;
    const { stages: __, ...ours } = pipelineOf(configuration, () => '');
    expect(Object.keys(jobs).filter((name) => !name.startsWith('.'))).to.deep.equal(
      Object.keys(ours).filter((name) => !name.startsWith('.')),
    );
    for (const name of ['check', 'package', 'publish', 'release']) {
      expect(jobOf(jobs, name).rules).to.deep.equal(jobOf(ours, name).rules);
      expect(listOf(jobOf(jobs, name).script)).to.deep.equal(listOf(jobOf(ours, name).script));
    }
  });

  it('has no job whose name is a keyword of GitLab', () => {
    const keywords = 'image services cache before_script after_script pages default include spec';
    expect(Object.keys(written).filter((name) => keywords.split(' ').includes(name))).to.deep.equal([]);
  });

  it('has scripts of single lines, whose programs and npm scripts are there', () => {
    const { scripts } = JSON.parse(fileOf('package.json')) as { scripts: object };
    const lines = Object.values(written)
      .filter(isMapping)
      .flatMap(({ script = [], before_script = [] }) => [...listOf(before_script), ...listOf(script)])
      .map(String);
    expect(lines.filter((line) => line.includes('\n'))).to.deep.equal([]);
    const called = lines.flatMap((line) => /^npm run (?:-s )?([\w-]+)/.exec(line)?.[1] ?? []);
    expect(called).to.include.members(['bundle', 'assets', 'sbom', 'bundle-simulator', 'release']);
    expect(Object.keys(scripts)).to.include.members(called);
    expect(lines).to.include('.ci/run');
  });

  it('pushes the images of the commit before anything is tried out with them', () => {
    for (const job of ['component ships', 'component undoes a crash', 'component rolls back by hand']) {
      const { stage, needs, trigger } = jobOf(expanded, job);
      expect(stage).to.equal('component');
      expect(listOf(needs).map((need) => (isMapping(need) ? need.job : need))).to.deep.equal(['images']);
      const { include, strategy } = mappingOf(trigger, 'trigger');
      expect(strategy).to.equal('depend');
      const file = listOf(include).map((each) => (isMapping(each) ? each.local : each))[0];
      expect(existsSync(path.resolve(String(file))), String(file)).to.equal(true);
    }
  });

  it('publishes, signs and announces only after everything before has passed: none of these jumps the stages', () => {
    for (const job of ['prepare release', 'publish', 'sign', 'release']) {
      expect(jobOf(expanded, job)).not.to.have.property('needs');
    }
    const stages = listOf(written.stages);
    expect(stages.at(-1)).to.equal('release');
    for (const [before, after] of [
      ['component', 'prepare'],
      ['component', 'publish'],
      ['publish', 'sign'],
      ['sign', 'release'],
    ]) {
      expect(stages.indexOf(before)).to.be.lessThan(stages.indexOf(after));
    }
  });

  it("installs without any package's scripts where a token or the registries could be had, and has all of the history there", () => {
    for (const job of ['prepare release', 'publish']) {
      const npm = listOf(jobOf(expanded, job).before_script).filter((line) => String(line).startsWith('npm'));
      expect(npm).to.deep.equal(['npm ci --ignore-scripts']);
    }
    expect(jobOf(expanded, 'publish').variables).to.deep.equal({ GIT_DEPTH: '0' });
  });

  it('makes a GitLab release of the tag, as the CI/CD catalog asks, with notes and links to the assets', () => {
    const { release } = jobOf(expanded, 'release');
    const { tag_name, description, assets } = mappingOf(release, 'release');
    expect(tag_name).to.equal('$CI_COMMIT_TAG');
    expect(description).to.equal('dist/release-notes.md');
    const links = listOf(mappingOf(assets, 'assets').links).map((link) => mappingOf(link, 'link'));
    expect(links.map(({ name }) => name)).to.deep.equal([
      'ecs-cd-$CI_COMMIT_TAG.cjs',
      'ecs-cd-$CI_COMMIT_TAG.cjs.sha256',
      'ecs-cd-$CI_COMMIT_TAG.cdx.json',
      'runner image',
    ]);
  });

  it('signs without a key, with a token that only Sigstore takes, and what was signed is a digest', () => {
    const { id_tokens, script } = jobOf(expanded, 'sign');
    expect(id_tokens).to.deep.equal({ SIGSTORE_ID_TOKEN: { aud: 'sigstore' } });
    expect(script).to.deep.equal([
      'cosign sign --recursive "$RELEASE_IMAGE"',
      'cosign attest --type cyclonedx --predicate dist/ecs-cd.cdx.json "$RELEASE_IMAGE"',
    ]);
  });

  it('runs images of digests alone, and none whose missing digest would not be noticed', () => {
    const jobs = Object.values(written).filter(isMapping);
    const images = jobs.flatMap(({ image, services = [] }) =>
      [image, ...listOf(services)].map((one) => (isMapping(one) ? one.name : one)).filter(isText),
    );
    const all = new Set([...images, ...(configuration.match(/\$DOCKER_HUB\/(tonistiigi|moby)\S+/g) ?? [])]);
    expect(all.size).to.equal(8);
    for (const image of all) {
      expect(image).to.match(/^\$(DOCKER_HUB|GITLAB_REGISTRY)\/[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
      const tagged = image.replace(/@.*/, '');
      expect(unpinnedImagesIn(configuration.replaceAll(image, tagged))).to.deep.equal([tagged]);
    }
  });

  it('hands secrets to programs by their standard input', () => {
    const secret = /\$\{?(CI_REGISTRY_PASSWORD|CI_JOB_TOKEN|RELEASE_TOKEN)/;
    expect(configuration.split('\n').filter((line) => secret.test(line))).to.deep.equal([]);
  });
});

const isText = (value: unknown): value is string => typeof value === 'string';

/** An empty variable is one that GitLab does not set. */
function optionsOf(given: Readonly<Record<string, string>>): PipelineOptions {
  const entries = Object.entries(given);
  return {
    predefined: Object.fromEntries(entries.filter(([, value]) => value !== '')),
    unset: entries.filter(([, value]) => value === '').map(([name]) => name),
  };
}
