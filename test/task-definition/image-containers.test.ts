import { expect } from 'chai';
import type { TaskDefinition } from '@aws-sdk/client-ecs';
import type { EcsCdError } from '../../runner/errors';
import { imageContainersOf, leftContainersOf } from '../../runner/task-definition/image-containers';

const registry = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const url = `${registry}/team/app`;
const place = { registryId: '123456789012', region: 'eu-central-1' };
const repository = { url, registry, name: 'team/app', ...place };
const byDigest = (digit: string) => `${url}@sha256:${digit.repeat(64)}`;

/** Containers c0, c1, ... of these images. */
const named = (...images: string[]): TaskDefinition => ({
  containerDefinitions: images.map((image, index) => ({ name: `c${index}`, image })),
});
const refusal = (definition: TaskDefinition, asked?: readonly string[]) => {
  try {
    imageContainersOf(definition, repository, asked);
  } catch (error) {
    return error as EcsCdError;
  }
  throw new Error('not refused');
};

describe('the containers that get the image', () => {
  it('are not asked for where there are none', () => {
    expect(refusal(named())).to.include({
      message: 'the task definition has no containers',
      verdict: 'invalid-usage',
    });
  });
  it('are the one whose image comes from the repository, by tag or by digest', () => {
    expect(imageContainersOf(named('nginx', `${url}:1`), repository)).to.deep.equal(['c1']);
    expect(imageContainersOf(named('nginx', byDigest('a')), repository)).to.deep.equal(['c1']);
  });
  it('are all that run one image of it, and no other', () => {
    expect(imageContainersOf(named(`${url}:v1`, 'nginx', `${url}:v1`), repository)).to.deep.equal([
      'c0',
      'c2',
    ]);
    const digests = named(byDigest('a'), byDigest('a'));
    expect(imageContainersOf(digests, repository)).to.deep.equal(['c0', 'c1']);
  });
  it('are all that run it by whichever host name of ECR, with the tag that is meant where none is said', () => {
    const images = named(`${url}:latest`, '123456789012.dkr-ecr.eu-central-1.on.aws/team/app');
    expect(imageContainersOf(images, repository)).to.deep.equal(['c0', 'c1']);
  });
  it('are not one whose repository only begins alike', () => {
    expect(imageContainersOf(named(`${url}-proxy:1`, `${url}:1`), repository)).to.deep.equal(['c1']);
  });
  it('are the only one there is, wherever its image comes from', () => {
    expect(imageContainersOf(named('nginx'), repository)).to.deep.equal(['c0']);
  });
  it('are those that were asked for', () => {
    const images = named(`${url}:1`, 'nginx', 'redis');
    expect(imageContainersOf(images, repository, ['c1'])).to.deep.equal(['c1']);
    expect(imageContainersOf(images, repository, ['c2', 'c0'])).to.deep.equal(['c2', 'c0']);
  });
  it('are never guessed where different images of it run, or none: the names are listed instead', () => {
    for (const definition of [
      named(`${url}:api-v1`, `${url}:worker-v1`),
      named(byDigest('a'), byDigest('b')),
      named('nginx', 'redis'),
    ]) {
      const { verdict, fix } = refusal(definition);
      expect(verdict).to.equal('invalid-usage');
      expect(fix).to.contain('set ECS_CD_CONTAINER').and.contain('c0, c1');
    }
    expect(refusal(named(`${url}:api-v1`, `${url}:worker-v1`)).message).to.contain(
      'c0 (api-v1), c1 (worker-v1)',
    );
  });
  it('are refused when ECS_CD_CONTAINER names one that is not there', () => {
    expect(refusal(named('nginx', 'redis'), ['c1', 'app']).message)
      .to.contain('ECS_CD_CONTAINER is c1,app')
      .and.contain('app is not among them');
  });
});

describe('the containers that are left on another image of the repository', () => {
  it('are those of it that do not get the new one and do not run it', () => {
    const definition = named(`${url}:1`, 'nginx', `${url}:2`, byDigest('a'));
    const change = { containers: ['c0'], image: byDigest('a') };
    expect(leftContainersOf(definition, repository, change)).to.deep.equal([
      { name: 'c2', image: `${url}:2` },
    ]);
  });
});
