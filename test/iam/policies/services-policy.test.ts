import { expect } from 'chai';
import { openSeveralServices } from '../../several-services';
import { requestsOf } from '../authorizations';
import { deniedBy } from '../least-privilege';
import { printedPolicy, shopNames } from '../printed';

describe('the deploy policy of several services', () => {
  it('allows what their release asks for, and that of one alone does not', async () => {
    const fixture = await openSeveralServices(['web', 'worker']);
    fixture.fates({ worker: { kind: 'crash', exitCode: 1 } });
    const { exitCode, log } = await fixture.deploy();
    const requests = requestsOf(fixture.aws.calls).filter(({ action }) => !action.startsWith('ecr:'));
    await fixture.close();
    expect(exitCode, log).to.equal(6);
    const names = { ...shopNames, SERVICE_NAME: 'web,worker', TASK_FAMILY: 'web,worker' };
    expect(deniedBy(await printedPolicy('deploy', names), requests)).to.deep.equal([]);
    const denied = deniedBy(await printedPolicy('deploy'), requests).join('\n');
    expect(denied)
      .to.match(/UpdateService on .*worker/)
      .and.match(/RegisterTaskDefinition on .*worker/);
  });
});
