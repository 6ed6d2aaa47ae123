import { expect } from 'chai';
import { base, plannedIn } from '../preflight/look-ahead';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';

const idToken = 'eyJhbGciOiJSUzI1NiJ9.canary-id-token.c2lnbmF0dXJl';

describe('a refusal of AWS that repeats the request', () => {
  let fixture: ServiceFixture;
  // The SDK asks the system's clock whether credentials are still good.
  const systemNow = Date.now;
  beforeEach(async () => {
    fixture = await openServiceFixture();
    Date.now = () => fixture.aws.clock.now();
  });
  afterEach(async () => {
    Date.now = systemNow;
    await fixture.close();
  });
  const asRole = () => ({
    ECS_CD_ROLE_ARN: fixture.aws.world.createRole('deployer', { idTokens: [idToken] }).roleArn,
    ECS_CD_ID_TOKEN: idToken,
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
  });
  const session = /ASIA[0-9A-F]{16}|"sessionToken":"(?!\[MASKED\]")/;

  it("brings no key or token of a role's session into the log or the plan file", async () => {
    fixture.aws.faults.add({ operation: 'DescribeSubnets', kind: 'echo', times: 9 });
    const { log, text, exitCode } = await plannedIn(fixture, asRole());
    expect(exitCode, log).to.equal(10);
    for (const told of [log, text.replaceAll('\\"', '"')])
      expect(told.replaceAll(/\s+/g, ' ')).to.contain('"sessionToken":"[MASKED]"').and.not.match(session);
  });

  it('brings none into the last lines of a run that it ends', async () => {
    fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'echo', times: 9 });
    const { log, exitCode } = await fixture.deploy({ env: asRole() });
    expect(exitCode, log).to.equal(3);
    expect(log).to.contain('"sessionToken":"[MASKED]"').and.not.match(session);
  });

  it('brings no value of the environment, command or labels of a container into the log, whatever its name', async () => {
    const values = ['canary-greeting', 'canary "quoted" value', 'canary\nof two lines', 'https://u:canary@x'];
    const environment = values.map((value, index) => ({ name: `GREETING_${index}`, value }));
    const command = ['serve', '--db-password=canary-argument'];
    base({}, { environment, command, dockerLabels: { 'build.token': 'canary-label' } })(fixture);
    fixture.aws.faults.add({ operation: 'RegisterTaskDefinition', kind: 'echo', times: 9 });
    const { log, exitCode } = await fixture.deploy();
    expect(exitCode, log).to.equal(3);
    expect(log).to.contain('GREETING_0').and.contain('[MASKED]').and.not.contain('canary');
  });
});
