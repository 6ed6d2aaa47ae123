import { expect } from 'chai';
import { permissions } from '../../runner/iam/permissions';
import { registryRequestsOf, requestsOf } from '../iam/authorizations';
import { deniedBy } from '../iam/least-privilege';
import { printedPolicy, shopNames } from '../iam/printed';
import { commits, openBuildFixture, type BuildFixture } from './build-fixture';
import { exits } from '../run';

const signingProfileArn = 'arn:aws:signer:eu-central-1:123456789012:/signing-profiles/images';

describe('an image that ECR signs', () => {
  let fixture: BuildFixture;
  beforeEach(async () => {
    fixture = await openBuildFixture();
    fixture.aws.world.putImage('team/app', 'v1', { revision: commits.ours });
  });
  afterEach(() => fixture.close());

  const build = () => fixture.build({ ECS_CD_SIGNING_PROFILE_ARN: signingProfileArn });
  const signing = (...looks: Parameters<typeof fixture.aws.world.setSigning>[1]) =>
    fixture.aws.world.setSigning(
      'team/app',
      looks.map((look) => ({ signingProfileArn, ...look })),
    );

  it('is waited for, and told', async () => {
    signing({ status: 'IN_PROGRESS' }, { status: 'COMPLETE' });
    const { log } = await exits(0, build());
    expect(log).to.contain(`ECR signed the image with ${signingProfileArn}`);
  });

  it('is told with the permission that was missing where the signing failed', async () => {
    signing({ status: 'FAILED', failureCode: 'AccessDeniedException', failureReason: 'not authorized' });
    const { log } = await build();
    expect(log).to.contain('AccessDeniedException not authorized').and.contain('allow signer:SignPayload');
  });

  it('is told where nothing signs it, and not asked about where nobody wants it signed', async () => {
    expect((await build()).log).to.contain('no signature');
    const asked = () =>
      fixture.aws.calls.filter(({ operation }) => operation === 'DescribeImageSigningStatus').length;
    const before = asked();
    await fixture.build();
    expect(asked()).to.equal(before);
  });

  it('is signed with the rights of the build role, which are printed on demand alone', async () => {
    signing({ status: 'COMPLETE' });
    await build();
    const REPOSITORY_URL = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/app';
    const own = { ...shopNames, REPOSITORY_URL, ECS_CD_SIGNING_PROFILE_ARN: signingProfileArn };
    const { calls, world } = fixture.aws;
    const requests = [...requestsOf(calls), ...registryRequestsOf(world.registryRequests)];
    const push = { action: 'signer:SignPayload', resource: signingProfileArn };
    expect(deniedBy(await printedPolicy('build', own), [...requests, push])).to.deep.equal([]);
    const without = JSON.stringify(await printedPolicy('build', { ...shopNames, REPOSITORY_URL }));
    for (const { action } of permissions.filter(({ resources }) =>
      resources.some(({ sid }) => /Sign/.test(sid)),
    ))
      expect(without).not.to.contain(action);
  });
});
