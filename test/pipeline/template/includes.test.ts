import { expect } from 'chai';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { withTemplateImage } from '../../../.ci/release/template-image';
import { downstream, downstreamWith, jobOf, pipelineWith, template, version } from '../downstream';
import { createProject } from '../git-project';
import { type ExpandedPipeline, expandPipeline } from '../gitlab-ci-local';
import type { Mapping } from '../mapping';
import { pipelineOf } from '../renderer';

const file = 'templates/deploy.yml';
const kinds = {
  component: { component: `$CI_SERVER_FQDN/platform/ecs-cd/deploy@${version}` },
  project: { project: 'platform/ecs-cd', ref: version, file: `/${file}` },
  local: { local: `/${file}` },
} satisfies Record<string, Mapping>;

/** The template as a release leaves it. */
const releasedImage = `registry.example.com/platform/ecs-cd/runner:${version}@sha256:${'a'.repeat(64)}`;
const stamped = withTemplateImage(template, releasedImage);

const jobsThatRun = (pipeline: Mapping) =>
  Object.fromEntries(
    Object.entries(pipeline).filter(([name]) => !['.', 'stages'].some((start) => name.startsWith(start))),
  );

/** What gitlab-ci-local makes of a configuration, in a project that can include the component in every way. */
async function expansionOf(
  configuration: string,
  { included = template, isChecked = false } = {},
): Promise<ExpandedPipeline> {
  const project = await createProject({ '.gitlab-ci.yml': configuration, [file]: included });
  try {
    await project.publish('platform/ecs-cd', version, { [file]: included });
    return await expandPipeline(project, { isChecked });
  } finally {
    await project.remove();
  }
}

describe('a pipeline that includes the template', function () {
  const inputs = { deploy_after: 'build', timeout: '20m', rollback: 'off', environment_name: '$STAGE/shop' };
  const byKind: Record<string, ExpandedPipeline> = {};
  let asItStands: ExpandedPipeline;
  let twice: ExpandedPipeline;
  let hostile: ExpandedPipeline;

  before(async () => {
    const server = createServer((_, response) => response.end(stamped)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const expansions = Object.entries({ ...kinds, remote: { remote: `${host}/${file}` } }).map(
      async ([kind, include]) => {
        const options = { included: stamped, isChecked: kind === 'component' };
        byKind[kind] = await expansionOf(downstreamWith({ include, inputs }), options);
      },
    );
    await Promise.all([
      ...expansions,
      expansionOf(downstream).then((expansion) => (asItStands = expansion)),
      expansionOf(
        `include:
  - { local: /${file}, inputs: { prefix: api, environment_name: $STAGE/api, docker_service: none } }
  - { local: /${file}, inputs: { prefix: web, environment_name: $STAGE/web } }
deploy api: { extends: .api-deploy, variables: { STAGE: staging } }
deploy web: { extends: .web-deploy, variables: { STAGE: staging } }
roll back web: { extends: .web-rollback, variables: { STAGE: staging } }
`,
      ).then((expansion) => (twice = expansion)),
      expansionOf(
        downstreamWith({
          more: {
            default: {
              before_script: ['exit 9'],
              after_script: ['exit 9'],
              image: 'alpine',
              services: ['postgres'],
              tags: ['shared'],
            },
          },
        }),
      ).then((expansion) => (hostile = expansion)),
    ]);
    server.close();
  });

  for (const kind of ['component', 'project', 'local', 'remote']) {
    it(`is the one that GitLab's rules give, as an include of kind ${kind}`, () => {
      const { exitCode, output, expanded } = byKind[kind]!;
      expect(exitCode, output).to.equal(0);
      const rendered = pipelineOf(downstreamWith({ inputs }), () => stamped);
      expect(jobsThatRun(expanded)).to.deep.equal(jobsThatRun(rendered));
    });
  }

  it('is the same, byte for byte, whichever way the template is included', () => {
    const [component, ...others] = ['component', 'project', 'local', 'remote'].map((kind) =>
      JSON.stringify(jobsThatRun(byKind[kind]!.expanded)),
    );
    expect(component).to.contain('ecs-cd deploy');
    for (const other of others) expect(other).to.equal(component);
  });

  for (const kind of ['component', 'project', 'local', 'remote']) {
    it(`runs every job in the image that the release wrote into the template, as an include of kind ${kind}`, () => {
      const { expanded } = byKind[kind]!;
      expect(expanded).to.have.property('ecs-build');
      for (const name of Object.keys(jobsThatRun(expanded))) {
        expect(jobOf(expanded, name), name).to.have.nested.property('image.name', releasedImage);
      }
    });
  }

  it('needs no more than the file of the README', () => {
    expect(asItStands.exitCode, asItStands.output).to.equal(0);
    expect(jobsThatRun(asItStands.expanded)).to.deep.equal(jobsThatRun(pipelineWith()));
  });

  it("is valid by GitLab's JSON schema as whoever runs it on their own machine has it", () => {
    expect(byKind.component!.output).to.contain('json schema validated');
  });

  it('can include it once for each service', () => {
    expect(twice.exitCode, twice.output).to.equal(0);
    expect(Object.keys(jobsThatRun(twice.expanded))).to.have.members([
      'api-build',
      'web-build',
      'deploy api',
      'deploy web',
      'roll back web',
    ]);
    expect(twice.expanded).to.have.nested.property('deploy api.environment.name', '$STAGE/api');
    expect(twice.expanded).to.have.nested.property('deploy web.environment.name', '$STAGE/web');
    expect(twice.expanded).to.have.nested.property('roll back web.environment.name', '$STAGE/web');
    expect(twice.expanded).to.have.deep.nested.property('api-build.services', []);
    expect(twice.expanded).to.have.nested.property('web-build.services[0].alias', 'docker');
  });

  it('keeps its own before_script, image and services away from the component, and lends it its runner tags', () => {
    expect(hostile.exitCode, hostile.output).to.equal(0);
    const plain = jobsThatRun(pipelineWith());
    for (const [name, job] of Object.entries(plain)) {
      expect(hostile.expanded[name]).to.deep.equal({ ...(job as Mapping), tags: ['shared'] });
    }
  });
});
