import { expect } from 'chai';
import { printedPolicy, shopNames } from '../iam/printed';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { gitlab, idTokenOf } from './id-token';
import { exits } from '../run';

const first = 'arn:aws:iam::123456789012:role/first';
const second = 'arn:aws:iam::210987654321:role/second';
const chain = {
  ECS_CD_ROLE_ARN: first,
  ECS_CD_CHAINED_ROLE_ARN: second,
  ECS_CD_CHAINED_ROLE_EXTERNAL_ID: 'shop/web',
};

describe('a role of another account', () => {
  let fixture: ServiceFixture;
  const systemNow = Date.now;
  beforeEach(async () => {
    fixture = await openServiceFixture();
    Date.now = () => fixture.aws.clock.now();
    await createRoles();
  });
  afterEach(async () => {
    Date.now = systemNow;
    await fixture.close();
  });

  /** Both with the trust policies that ecs-cd prints. */
  async function createRoles(sessionSeconds = 3600): Promise<void> {
    const { world } = fixture.aws;
    world.createIdentityProvider({ url: gitlab, audiences: [gitlab] });
    const names = { ...shopNames, ...chain };
    const trustPolicy = await printedPolicy('trust', names);
    world.createRole('first', { trustPolicy, sessionSeconds });
    const chainedTrust = await printedPolicy('chained-trust', names);
    world.createRole('second', { trustPolicy: chainedTrust, sessionSeconds, accountId: '210987654321' });
  }

  const env = (more: Readonly<Record<string, string | undefined>> = {}) => ({
    ...{ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
    ...chain,
    ECS_CD_ID_TOKEN: idTokenOf({ exp: Math.floor(fixture.aws.clock.now() / 1000) + 36_000 }),
    ...{ CI_PROJECT_ID: '42', CI_JOB_ID: '4711' },
    ...more,
  });
  const calls = (operation: string) => fixture.aws.calls.filter((call) => call.operation === operation);

  it('is assumed once with the session of the first one, both under the name of the job, and does the work', async () => {
    await exits(0, fixture.deploy({ env: env() }));
    expect(calls('AssumeRoleWithWebIdentity').map(({ input }) => input)).to.have.length(1);
    expect(calls('AssumeRoleWithWebIdentity')[0]?.input).to.include({
      RoleArn: first,
      RoleSessionName: 'ecs-cd-42-4711',
    });
    expect(calls('AssumeRole')).to.have.length(1);
    expect(calls('AssumeRole')[0]?.input).to.deep.include({
      RoleArn: second,
      RoleSessionName: 'ecs-cd-42-4711',
      ExternalId: 'shop/web',
    });
  });

  it('is assumed with access keys as well', async () => {
    fixture.aws.world.createRole('second', { accountId: '210987654321' });
    const keys = {
      ECS_CD_CHAINED_ROLE_ARN: second,
      CI_PROJECT_ID: '42',
      CI_JOB_ID: '4711',
    };
    await exits(0, fixture.deploy({ env: keys }));
    expect(calls('AssumeRole')).to.have.length(1);
  });

  it('is renewed before its session ends, and so is the first one', async () => {
    await createRoles(900);
    fixture.newTasks({ kind: 'never-starts' });
    await exits(6, fixture.deploy({ env: env({ ECS_CD_TIMEOUT: '30m' }) }));
    expect(calls('AssumeRole').length).to.be.within(3, 6);
    expect(calls('AssumeRoleWithWebIdentity').length).to.be.within(3, 6);
    expect(fixture.aws.calls.map(({ refused = '' }) => refused)).not.to.include('ExpiredTokenException');
  });

  it('is renewed once together with the first one when AWS calls its session expired', async () => {
    fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'expired-token', after: 4 });
    await exits(0, fixture.deploy({ env: env() }));
    expect(calls('AssumeRole')).to.have.length(2);
    expect(calls('AssumeRoleWithWebIdentity')).to.have.length(2);
  });

  it('that does not let the first one in ends the run, and both policies are named', async () => {
    const { exitCode, log } = await fixture.deploy({
      env: env({ ECS_CD_CHAINED_ROLE_EXTERNAL_ID: 'wrong' }),
    });
    expect(exitCode, log).to.equal(3);
    expect(log)
      .to.contain(`cannot assume the role ${second} (ECS_CD_CHAINED_ROLE_ARN)`)
      .and.contain('is not authorized to perform: sts:AssumeRole')
      .and.contain('ECS_CD_CHAINED_ROLE_EXTERNAL_ID')
      .and.contain('iam-policy --policy chained-trust');
    expect(fixture.changes().filter((change) => !change.startsWith('AssumeRole'))).to.deep.equal([]);
  });

  it('is not blamed for what is wrong with the first one', async () => {
    const token = idTokenOf({ sub: 'project_path:other/web:ref_type:branch:ref:main', exp: 4_000_000_000 });
    const { log } = await exits(3, fixture.deploy({ env: env({ ECS_CD_ID_TOKEN: token }) }));
    expect(log).to.contain(`cannot assume the role ${first}:`).and.not.contain(second);
  });

  it('is told apart from the first credentials, which AWS may reject', async () => {
    const error = {
      name: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid',
    };
    fixture.aws.faults.add({ operation: 'AssumeRole', kind: 'client-error', error, times: Infinity });
    const { log } = await exits(3, fixture.deploy({ env: env() }));
    expect(log).to.contain(`cannot assume the role ${second}`).and.contain('check the first credentials');
  });

  it('is waited for patiently while STS throttles', async () => {
    fixture.aws.faults.add({ operation: 'AssumeRole', kind: 'throttle', times: 11 });
    await exits(0, fixture.deploy({ env: env() }));
  });
});
