import { expect } from 'chai';
import { said } from '../said';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

const idToken = 'eyJhbGciOiJSUzI1NiJ9.the-id-token-of-this-job.c2lnbmF0dXJl';

describe('the credentials of a run', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
  });
  // The SDK asks the system's clock whether credentials are still good.
  const systemNow = Date.now;
  beforeEach(() => {
    Date.now = () => fixture.aws.clock.now();
  });
  afterEach(async () => {
    Date.now = systemNow;
    await fixture.close();
  });

  const withRole = (idTokens: readonly string[], sessionSeconds = 3600) => {
    const { roleArn } = fixture.aws.world.createRole('deployer', { idTokens, sessionSeconds });
    return {
      ECS_CD_ROLE_ARN: roleArn,
      ECS_CD_ID_TOKEN: idToken,
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      CI_PROJECT_ID: '42',
      CI_JOB_ID: '4711',
    };
  };
  const assumed = () =>
    fixture.aws.calls.filter(({ operation }) => operation === 'AssumeRoleWithWebIdentity');

  it("are those of the role, assumed once for all clients with the job's ID token and under the job's name", async () => {
    await exits(0, fixture.deploy({ env: withRole([idToken]) }));
    expect(assumed()).to.have.length(1);
    expect(assumed()[0]?.input).to.include({ RoleSessionName: 'ecs-cd-42-4711', WebIdentityToken: idToken });
  });

  it('are renewed before they expire while a long deployment is followed', async () => {
    fixture.newTasks({ kind: 'never-starts' });
    const { exitCode, log } = await fixture.deploy({
      env: { ...withRole([idToken], 400), ECS_CD_TIMEOUT: '10m' },
    });
    expect(exitCode, log).to.equal(6);
    expect(assumed().length).to.be.at.least(4);
  });

  it('hold for a rollout that spans many sessions, and no call is ever made with one that has expired', async () => {
    fixture.newTasks({ kind: 'never-starts' });
    const { exitCode, log } = await fixture.deploy({
      env: { ...withRole([idToken], 900), ECS_CD_TIMEOUT: '50m' },
    });
    expect(exitCode, log).to.equal(6);
    expect(assumed().length).to.be.within(5, 8);
    expect(fixture.aws.calls.map(({ refused = '' }) => refused)).not.to.include('ExpiredTokenException');
  });

  it('are used up while STS does not give new ones', async () => {
    fixture.newTasks({ kind: 'never-starts' });
    // The session can be renewed for five minutes before it ends; STS is out of order for four of them.
    const outage = { from: 0, until: 0 };
    fixture.aws.onCall(({ operation }) => {
      if (operation !== 'AssumeRoleWithWebIdentity' || outage.until > 0) return;
      outage.from = fixture.aws.clock.now() + 600_000;
      outage.until = outage.from + 240_000;
      fixture.aws.clock.schedule(600_000, () =>
        fixture.aws.faults.add({ operation: 'AssumeRoleWithWebIdentity', kind: 'throttle', times: Infinity }),
      );
      fixture.aws.clock.schedule(840_000, () => fixture.aws.faults.clear());
    });
    const { exitCode, log } = await fixture.deploy({
      env: { ...withRole([idToken], 900), ECS_CD_TIMEOUT: '20m' },
    });
    expect(exitCode, log).to.equal(6);
    const refused = assumed().filter(({ refused: by }) => by !== undefined);
    // Three tries each half minute.
    expect(refused.length).to.be.within(12, 27);
    expect(log).to.not.contain('cannot assume');
  });

  for (const operation of ['DescribeServices', 'UpdateService', 'RegisterTaskDefinition', 'BatchGetImage']) {
    it(`are renewed once, and ${operation} made again, when AWS calls the session expired before its time`, async () => {
      fixture.aws.faults.add({
        operation,
        kind: 'expired-token',
        after: operation === 'DescribeServices' ? 4 : 0,
      });
      await exits(0, fixture.deploy({ env: withRole([idToken]) }));
      expect(assumed()).to.have.length(2);
      expect(fixture.changes().filter((change) => change === 'UpdateService')).to.have.length(1);
    });
  }

  it('are not renewed for ever: a session that expires at once ends the run', async () => {
    fixture.aws.faults.add({ operation: 'BatchGetImage', kind: 'expired-token', times: Infinity });
    const { log } = await exits(3, fixture.deploy({ env: withRole([idToken]) }));
    expect(log).to.contain('have expired');
    expect(assumed()).to.have.length(2);
  });

  for (const kind of ['throttle', 'server-error', 'unavailable'] as const) {
    it(`are waited for patiently while STS answers with "${kind}"`, async () => {
      fixture.aws.faults.add({ operation: 'AssumeRoleWithWebIdentity', kind, times: 11 });
      await exits(0, fixture.deploy({ env: withRole([idToken]) }));
      expect(assumed()).to.have.length(12);
    });
  }

  it('that STS never gives make the run one to try again, and STS is asked a dozen times in all', async () => {
    fixture.aws.faults.add({ operation: 'AssumeRoleWithWebIdentity', kind: 'throttle', times: Infinity });
    const { log } = await exits(75, fixture.deploy({ env: withRole([idToken]) }));
    expect(log).to.contain('cannot assume the role').and.contain('kept throttling');
    expect(assumed()).to.have.length(12);
  });

  it('are named: keys by the tip to take a role, once and at the end, or the role, and keys that are not used', async () => {
    const { log } = await fixture.deploy();
    expect(log).to.match(/\ntip +ECS_CD_ROLE_ARN .*\nverdict .*\n$/);
    expect(log.match(/ECS_CD_ROLE_ARN/g)).to.have.length(1);
    const { log: withToken } = await fixture.deploy({ env: withRole([idToken]) });
    expect(withToken)
      .to.match(/^credentials role arn:\S+$/m)
      .and.not.match(/^tip /m);
    const env = { ...withRole([idToken]), AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' };
    const { log: withBoth } = await fixture.deploy({ env });
    expect(withBoth).to.match(/^credentials role arn:\S+; AWS_ACCESS_KEY_ID is set too, and not used$/m);
  });

  it('end the run with exit 3 before anything is changed when AWS refuses the ID token', async () => {
    const { log } = await exits(3, fixture.deploy({ env: withRole([]) }));
    expect(log).to.not.contain(idToken);
    expect(fixture.changes().filter((change) => change !== 'AssumeRoleWithWebIdentity')).to.deep.equal([]);
  });

  it('end the run with exit 3 when the keys are wrong, without showing them', async () => {
    const secret = 'wrong/secret/access/key/of/forty/chars+x';
    const { log } = await exits(3, fixture.deploy({ env: { AWS_SECRET_ACCESS_KEY: secret } }));
    expect(log)
      .to.contain('set AWS_SECRET_ACCESS_KEY to the secret of AWS_ACCESS_KEY_ID')
      .and.not.contain(secret);
  });

  it('end the run at once when they expire on the way, and the log says that the rollout goes on', async () => {
    const env = withRole([idToken], 400);
    fixture.newTasks({ kind: 'never-starts' });
    const { exitCode, log } = await fixture.deploy({
      env: { ...env, ECS_CD_TIMEOUT: '1h' },
      onLog(text) {
        // The ID token itself has expired by the time the session has to be renewed.
        if (text.includes('started'))
          fixture.aws.world.createRole('deployer', { expiredIdTokens: [idToken] });
      },
    });
    expect(exitCode, log).to.equal(7);
    expect(log).to.contain('expired').and.contain(said.goesOn);
  });

  it('come from the default chain when none are given', async () => {
    const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = fixture.env;
    Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
    try {
      const env = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
      await exits(0, fixture.deploy({ env }));
    } finally {
      delete process.env['AWS_ACCESS_KEY_ID'];
      delete process.env['AWS_SECRET_ACCESS_KEY'];
    }
  });
});
