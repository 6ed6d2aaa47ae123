import { expect } from 'chai';
import { commits, openBuildFixture, type BuildFixture } from './build-fixture';

let fixture: BuildFixture;
beforeEach(async () => {
  fixture = await openBuildFixture();
});
afterEach(() => fixture.close());

/** The engine only plays: when it says that it pushes, the image gets into ECR in another way. */
const pushing = (repository = 'team/app') => ({
  when: 'pushing\n',
  then: () => void fixture.aws.world.putImage(repository, 'v1', { revision: commits.ours }),
});

describe('a build whose tag names something else than an image', () => {
  it('never takes for an image what only carries the label of this commit', async () => {
    const options = { revision: commits.ours, artifactType: 'application/vnd.example.sbom' };
    fixture.aws.world.putImage('team/app', 'v1', options);
    const { exitCode, log } = await fixture.build({}, pushing());
    expect(exitCode).to.equal(0);
    expect(log).to.contain('names no image but application/vnd.example.sbom; it is built again');
  });
});
