import { expect } from 'chai';
import { openScanFixture } from '../../scan/scan-fixture';
import { requestsOf } from '../authorizations';
import { deniedBy, reachOf, unusedIn } from '../least-privilege';
import { printedPolicy, shopNames } from '../printed';

describe('the policy that is printed for scan', () => {
  it('allows what a scan asks for, nothing more, and nothing of it on anything else', async () => {
    const fixture = await openScanFixture();
    try {
      expect((await fixture.scan()).exitCode).to.equal(0);
      const requests = requestsOf(fixture.aws.calls);
      const REPOSITORY_URL = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/app';
      const policy = await printedPolicy('scan', { ...shopNames, REPOSITORY_URL });
      expect(deniedBy(policy, requests)).to.deep.equal([]);
      expect(unusedIn(policy, requests)).to.deep.equal([]);
      expect(reachOf(policy, requests)).to.deep.equal([]);
    } finally {
      await fixture.close();
    }
  });
});
