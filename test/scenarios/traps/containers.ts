import { expect } from 'chai';
import { imageOf, registerBase, registeredContainers } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'image-with-port-and-digest': {
    what: 'the image comes from a registry with a port, by tag and digest',
    covers: ['D3 image with port or digest'],
    given: (fixture) => registerBase(fixture, { image: imageOf(fixture, 'v1').replace('@', ':v1@') }),
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:3', healthyCount: 2 },
    check: (fixture) => {
      expect(registeredContainers(fixture)[0]?.image).to.equal(imageOf(fixture, 'v2'));
    },
  },
  'one-container-left-behind': {
    what: 'ECS_CD_CONTAINER names one of two containers that run the image',
    given: (fixture) => registerBase(fixture, {}, { name: 'worker', image: imageOf(fixture, 'v1') }),
    env: { ECS_CD_CONTAINER: 'web' },
    expected: {
      verdict: 'succeeded',
      words: [
        'container worker keeps',
        'add worker to ECS_CD_CONTAINER: web,worker',
        'web:3 serves 2 of 2 tasks',
      ],
    },
    truth: { taskDefinition: 'web:3', healthyCount: 2 },
    check: (fixture) => {
      const images = registeredContainers(fixture).map(({ image }) => image);
      expect(images).to.deep.equal([imageOf(fixture, 'v2'), imageOf(fixture, 'v1')]);
    },
  },
  sidecar: {
    what: 'a sidecar of another repository stands beside the container',
    covers: ['D3 sidecar'],
    given: (fixture) =>
      registerBase(
        fixture,
        {},
        {
          name: 'proxy',
          image: 'public.ecr.aws/envoy/envoy:v1',
          essential: false,
          environment: [{ name: 'A', value: '1' }],
        },
      ),
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:3', healthyCount: 2 },
    check: (fixture) => {
      expect(registeredContainers(fixture)[1]).to.deep.include({
        name: 'proxy',
        image: 'public.ecr.aws/envoy/envoy:v1',
      });
    },
  },
  'tag-of-another-commit': {
    what: 'DOCKER_TAG names the image of another commit than the one that GitLab shows for the environment',
    env: { CI_COMMIT_SHA: '1'.repeat(40) },
    expected: {
      verdict: 'succeeded',
      words: [
        `is the image of commit commit-v2, and this job is of commit ${'1'.repeat(40)}`,
        `its image is of commit commit-v2, not of ${'1'.repeat(40)}`,
      ],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2 },
  },
  'two-containers-of-the-image': {
    what: 'two containers of a task run the image, and a third one another image',
    given: (fixture) =>
      registerBase(
        fixture,
        {},
        { name: 'worker', image: imageOf(fixture, 'v1') },
        { name: 'proxy', image: 'public.ecr.aws/envoy/envoy:v1', essential: false },
      ),
    expected: {
      verdict: 'succeeded',
      words: ['image of web, worker', 'web:3 serves 2 of 2 tasks'],
      absent: ['keeps'],
    },
    truth: { taskDefinition: 'web:3', healthyCount: 2 },
    check: (fixture) => {
      const images = registeredContainers(fixture).map(({ image }) => image);
      expect(images).to.deep.equal([
        imageOf(fixture, 'v2'),
        imageOf(fixture, 'v2'),
        'public.ecr.aws/envoy/envoy:v1',
      ]);
    },
  },
  'two-images-of-the-repository': {
    what: 'two containers run different images of the repository, and nobody says which one the new image is for',
    given: (fixture) => {
      const url = fixture.env['REPOSITORY_URL'] ?? '';
      registerBase(fixture, { image: `${url}:web-v1` }, { name: 'worker', image: `${url}:worker-v1` });
    },
    expected: {
      verdict: 'invalid-usage',
      words: ['web (web-v1), worker (worker-v1)', 'set ECS_CD_CONTAINER'],
      changes: [],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
};
