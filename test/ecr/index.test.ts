import { expect } from 'chai';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';

describe('an image for several platforms, with attestations', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
  });
  afterEach(() => fixture.close());

  it('is deployed by the digest of its index, and its tasks are verified by that of their platform', async () => {
    const options = { revision: 'commit-v3', isAttested: true };
    const digest = fixture.aws.world.putImageIndex('team/web', 'v3', ['amd64', 'arm64'], options);
    const { exitCode, log } = await fixture.deploy({ env: { DOCKER_TAG: 'v3' } });
    expect(exitCode, log).to.equal(0);
    const { images } = fixture.aws.truth('web');
    expect(Object.values(images).join()).to.contain(digest);
  });
});
