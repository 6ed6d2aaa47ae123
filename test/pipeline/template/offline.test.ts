import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { pageOf, tablesBelow } from '../../docs/pages';
import { jobOf, pipelineWith, template } from '../downstream';
import { isMapping, listOf, mappingOf, type Mapping } from '../mapping';
import { rendered, templateOf } from '../renderer';

const textOf = (file: string) => readFileSync(path.resolve(__dirname, '../../..', file), 'utf8');
const [table] = tablesBelow(pageOf('docs/offline.md'), 'Addresses');
const listed = (table?.rows ?? []).map(([address = '']) => address.replaceAll('`', ''));

/** What a program of a script asks, where nothing else is said. */
const askedBy: Readonly<Record<string, string>> = {
  'npm ci': "npm's public registry",
  'apt-get install': "Debian's archive",
  'apk add': 'dl-cdn.alpinelinux.org',
  'cosign sign': 'sigstore.dev',
};
/** GitLab's own, and those of the table that a variable stands for. */
const variables: Readonly<Record<string, string | undefined>> = {
  $DOCKER_HUB: 'docker.io',
  $GITLAB_REGISTRY: 'registry.gitlab.com',
  $CI_REGISTRY: undefined,
  $CI_REGISTRY_IMAGE: undefined,
};

function hostOf(image: string): string | undefined {
  const [host = ''] = image.split('/');
  if (host in variables) return variables[host];
  return image.includes('/') && /[.:]/.test(host) ? host : 'docker.io';
}

/** Each address that a job gets something from. */
function hostsOf(job: Mapping): readonly string[] {
  const images = [job['image'], ...listOf(job['services'])]
    .map((one) => (isMapping(one) ? one['name'] : one))
    .filter((one) => typeof one === 'string');
  const script = [job['before_script'], job['script']].flatMap(listOf).join('\n');
  const urls = JSON.stringify(job).match(/(?<=https?:\/\/)[\w.-]+\.[a-z]{2,}/g) ?? [];
  const asked = Object.entries(askedBy).flatMap(([words, host]) => (script.includes(words) ? [host] : []));
  return [...images.flatMap((image) => hostOf(image) ?? []), ...urls, ...asked];
}

const jobsIn = (pipeline: Mapping) => Object.values(pipeline).filter(isMapping);
const hostsIn = (pipeline: Mapping) => new Set(jobsIn(pipeline).flatMap(hostsOf));

describe('the table of what comes from outside', () => {
  const services = templateOf(template).inputs.docker_service?.options as readonly string[];

  for (const docker_service of services)
    it(`has every address that a job of the component names, with docker_service: ${docker_service}`, () => {
      const hosts = hostsIn(rendered(template, { docker_service }));
      expect(listed).to.include.members([...hosts]);
      const built = hostsOf(jobOf(pipelineWith({ docker_service }), 'ecs-build'));
      expect(built).to.deep.equal(docker_service === 'none' ? [] : ['docker.io']);
    });

  it('leaves none where the inputs name a mirror', () => {
    const mirror = 'registry.internal/mirror';
    const inputs = {
      runner_image: `${mirror}/runner:1.0.0`,
      docker_service_image: `${mirror}/docker:29-dind`,
    };
    expect([...hostsIn(rendered(template, inputs))]).to.deep.equal(['registry.internal']);
  });

  for (const file of ['.gitlab-ci.yml', 'account', 'ships', 'undoes-a-crash', 'rolls-back-by-hand'])
    it(`has every address of the project's own pipeline: ${file}`, () => {
      const text = textOf(file.startsWith('.') ? file : `.ci/component/${file}.yml`);
      expect(listed).to.include.members([...hostsIn(mappingOf(parse(text), file))]);
    });

  it('has every address that images are made from, each of which DOCKER_HUB replaces', () => {
    for (const file of ['runner/Dockerfile', 'test/simulator/Dockerfile']) {
      const from = textOf(file).match(/(?<=_IMAGE=|FROM )\S+\/\S+/g) ?? [];
      expect(from, file).not.to.be.empty;
      for (const image of from) expect(image, file).to.match(/^\$\{DOCKER_HUB\}\//);
    }
    expect(textOf('.ci/docker-bake.hcl')).not.to.match(/=(docker|ghcr|quay)\.io/);
  });
});
