import { expect } from 'chai';
import { deploy } from '../settings/environments';
import type { Mapping } from '../pipeline/mapping';
import { environmentNameOf, jobsOf, runnerEnvOf, textOf, variablesOf } from './example-jobs';
import { examplesOf, renderedExample } from './yaml-examples';

const exampleOf = (headline: string) =>
  examplesOf('docs/examples.md').find((one) => one.headline === headline)!;
const jobsIn = (headline: string) => jobsOf(renderedExample(exampleOf(headline)));

const matrixOf = (job: Mapping) => (job['parallel'] as { matrix: Record<string, string[]>[] }).matrix;

/** What a job of a service is, as GitLab fills its names in. */
function placeOf(job: Mapping, own: Readonly<Record<string, string>>) {
  const { place, revision } = deploy({ ...runnerEnvOf(job), ...own });
  const named = [textOf(job['resource_group']), environmentNameOf(job)].map((text) =>
    text.replace('$STAGE', revision.stage).replace('$SERVICE_NAME', place.service),
  );
  return [place.service, revision.family, ...named];
}

const placeOfService = (name: string) => [name, name, `ecs/production/${name}`, `production/${name}`];

describe('the example with a job for each service', () => {
  it('gives each its own environment, queue and settings', () => {
    const { deploy: job = {} } = jobsIn('A job for each service');
    const places = matrixOf(job).map((row) => {
      const own = Object.entries(row).map(([name, [value = '']]) => [name, value]);
      return placeOf(job, Object.fromEntries(own) as Record<string, string>);
    });
    expect(places).to.deep.equal(['web', 'worker', 'beat'].map(placeOfService));
  });
});

describe('the example of a monorepo', () => {
  const headline = 'A monorepo of eight services';
  const { 'ecs-build': building = {}, deploy: deploying = {} } = jobsIn(headline);

  it('takes eight services in 25 lines', () => {
    expect(exampleOf(headline).configuration.trim().split('\n').length).to.be.at.most(25);
    expect(matrixOf(building)[0]?.['SERVICE_NAME']).to.have.length(8);
    expect(matrixOf(deploying)).to.deep.equal(matrixOf(building));
  });

  it('gives each its folder, repository and family, an environment and a queue', () => {
    const registry = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop';
    const filledIn = (job: Mapping): Record<string, string> =>
      Object.fromEntries(
        Object.entries(variablesOf(job)).map(([name, value]) => [
          name,
          textOf(value).replace('$REGISTRY', registry).replaceAll('$SERVICE_NAME', 'mail'),
        ]),
      );
    expect(filledIn(building)).to.include({
      DOCKER_BUILD_CONTEXT: 'services/mail',
      REPOSITORY_URL: `${registry}/mail`,
    });
    const { TASK_FAMILY = '', REPOSITORY_URL = '' } = filledIn(deploying);
    expect(REPOSITORY_URL).to.equal(`${registry}/mail`);
    expect(placeOf(deploying, { SERVICE_NAME: 'mail', TASK_FAMILY, REPOSITORY_URL })).to.deep.equal(
      placeOfService('mail'),
    );
  });
});
