import { expect } from 'chai';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

describe('an image that was built into another registry', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
  });
  afterEach(() => fixture.close());

  const built = (name = 'team/web', tag = 'v3') => ({
    DOCKER_TAG: 'v3',
    ECS_CD_IMAGE: `123456789012.dkr.ecr.us-east-1.amazonaws.com/${name}@sha256:${'0'.repeat(64)}`,
    ECS_CD_DOCKER_TAG: tag,
  });
  const looks = () => fixture.aws.calls.filter(({ operation }) => operation === 'BatchGetImage').length;

  it('is waited for until ECR has copied it', async () => {
    const onLog = (text: string) => {
      if (text.includes('waiting for ECR to copy')) {
        fixture.aws.world.putImage('team/web', 'v3', { revision: 'commit-v3' });
      }
    };
    await exits(0, fixture.deploy({ env: built(), onLog }));
  });

  it('asks for another run when the copy takes too long, and changes nothing', async () => {
    const start = fixture.aws.clock.now();
    const { log } = await exits(75, fixture.deploy({ env: built() }));
    expect(log).to.contain('ECR has not copied').and.contain('DescribeImageReplicationStatus');
    expect(fixture.aws.clock.now() - start).to.be.within(180_000, 190_000);
    expect(fixture.changes()).to.deep.equal([]);
  });

  it('is not waited for where the pipeline built another image', async () => {
    for (const env of [built('team/other'), built('team/web', 'v2'), { DOCKER_TAG: 'v3' }]) {
      const before = looks();
      const { log } = await exits(3, fixture.deploy({ env }));
      expect(log).to.not.contain('waiting for ECR');
      expect(looks() - before).to.equal(1);
    }
  });
});
