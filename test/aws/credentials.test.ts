import { expect } from 'chai';
import { openShop, type Shop } from '../shop';

const idToken = 'eyJhbGciOiJSUzI1NiJ9.the-id-token-of-this-job.c2lnbmF0dXJl';

describe('the credentials of a run', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  // The SDK asks the system's clock whether credentials are still good.
  const systemNow = Date.now;
  beforeEach(() => {
    Date.now = () => shop.aws.clock.now();
  });
  afterEach(async () => {
    Date.now = systemNow;
    await shop.close();
  });

  const withRole = (idTokens: readonly string[], sessionSeconds = 3600) => {
    const { roleArn } = shop.aws.world.createRole('deployer', { idTokens, sessionSeconds });
    return {
      ECS_CD_ROLE_ARN: roleArn,
      ECS_CD_ID_TOKEN: idToken,
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      CI_PROJECT_ID: '42',
      CI_JOB_ID: '4711',
    };
  };
  const assumed = () => shop.aws.calls.filter(({ operation }) => operation === 'AssumeRoleWithWebIdentity');

  it("are those of the role, assumed once for all clients with the job's ID token and under the job's name", async () => {
    const { exitCode, log } = await shop.deploy({ env: withRole([idToken]) });
    expect(exitCode, log).to.equal(0);
    expect(assumed()).to.have.length(1);
    expect(assumed()[0]?.input).to.include({ RoleSessionName: 'ecs-cd-42-4711', WebIdentityToken: idToken });
  });

  it('are renewed before they expire while a long deployment is followed', async () => {
    shop.newTasks({ kind: 'never-starts' });
    const { exitCode, log } = await shop.deploy({
      env: { ...withRole([idToken], 400), ECS_CD_TIMEOUT: '10m' },
    });
    expect(exitCode, log).to.equal(6);
    expect(assumed().length).to.be.at.least(4);
  });

  it('end the run with exit 3 before anything is changed when AWS refuses the ID token', async () => {
    const { exitCode, log } = await shop.deploy({ env: withRole([]) });
    expect(exitCode, log).to.equal(3);
    expect(log).to.not.contain(idToken);
    expect(shop.changes().filter((change) => change !== 'AssumeRoleWithWebIdentity')).to.deep.equal([]);
  });

  it('end the run with exit 3 when the keys are wrong, without showing them', async () => {
    const secret = 'wrong/secret/access/key/of/forty/chars+x';
    const { exitCode, log } = await shop.deploy({ env: { AWS_SECRET_ACCESS_KEY: secret } });
    expect(exitCode, log).to.equal(3);
    expect(log).to.contain('AWS_SECRET_ACCESS_KEY').and.not.contain(secret);
  });

  it('end the run at once when they expire on the way, and the log says that the rollout goes on', async () => {
    const env = withRole([idToken], 400);
    shop.newTasks({ kind: 'never-starts' });
    const { exitCode, log } = await shop.deploy({
      env: { ...env, ECS_CD_TIMEOUT: '1h' },
      onLog(text) {
        // The ID token itself has expired by the time the session has to be renewed.
        if (text.includes('started')) shop.aws.world.createRole('deployer', { expiredIdTokens: [idToken] });
      },
    });
    expect(exitCode, log).to.equal(7);
    expect(log).to.contain('expired').and.contain('the rollout goes on in AWS');
  });

  it('come from the default chain when none are given', async () => {
    const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = shop.env;
    Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
    try {
      const env = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
      const { exitCode, log } = await shop.deploy({ env });
      expect(exitCode, log).to.equal(0);
    } finally {
      delete process.env['AWS_ACCESS_KEY_ID'];
      delete process.env['AWS_SECRET_ACCESS_KEY'];
    }
  });
});
