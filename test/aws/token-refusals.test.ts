import { expect } from 'chai';
import { printedPolicy, shopNames } from '../iam/printed';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { said } from '../said';
import { gitlab, goodClaims, idTokenOf } from './id-token';
import { exits } from '../run';

describe('an ID token that is refused', () => {
  let fixture: ServiceFixture;
  const systemNow = Date.now;
  beforeEach(async () => {
    fixture = await openServiceFixture();
    Date.now = () => fixture.aws.clock.now();
    fixture.aws.world.createIdentityProvider({ url: gitlab, audiences: [gitlab] });
  });
  afterEach(async () => {
    Date.now = systemNow;
    await fixture.close();
  });

  const inAnHour = () => Math.floor(fixture.aws.clock.now() / 1000) + 3600;

  /** A deployment as a role with the trust policy that `iam-policy` prints for these refs, and with a token of these claims. */
  async function deployWith(claims: Readonly<Record<string, unknown>>, refs = 'main') {
    const trustPolicy = await printedPolicy('trust', { ...shopNames, ECS_CD_REFS: refs });
    const { roleArn } = fixture.aws.world.createRole('deployer', { trustPolicy });
    const token = idTokenOf({ exp: inAnHour(), ...claims });
    const run = await fixture.deploy({
      env: {
        ...{ ECS_CD_ROLE_ARN: roleArn, ECS_CD_ID_TOKEN: token },
        ...{ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
      },
    });
    // Whatever is said: neither the token nor a part of it, and none of the claims that are about a person.
    for (const part of [...token.split('.'), goodClaims.user_email, goodClaims.user_login]) {
      expect(run.log).to.not.contain(part);
    }
    return run;
  }

  it('is none when it fits the trust policy that ecs-cd prints', async () => {
    await exits(0, deployWith({}));
  });

  it('is none for a tag, a wildcard and a composed subject that the policy names', async () => {
    const subject = 'project_path:shop/web:ref_type:branch:ref:main:environment_protected:true';
    const refs = `tag:v*,release/*,${subject}`;
    for (const sub of [
      'project_path:shop/web:ref_type:tag:ref:v1.2.3',
      'project_path:shop/web:ref_type:branch:ref:release/7',
      subject,
    ]) {
      await exits(0, deployWith({ sub }, refs));
    }
  });

  const refused: readonly (readonly [string, Readonly<Record<string, unknown>>, ...string[]])[] = [
    [
      'for its subject, beside the condition that would fit',
      { sub: 'project_path:shop/web:ref_type:branch:ref:feature' },
      'Not authorized to perform sts:AssumeRoleWithWebIdentity',
      'sub  is project_path:shop/web:ref_type:branch:ref:feature in the token',
      '"gitlab.example.com:sub": "project_path:shop/web:ref_type:branch:ref:feature"',
      'aud  is https://gitlab.example.com in the token (input id_token_audience)',
      '"gitlab.example.com:aud": "https://gitlab.example.com"',
      'ecs-cd iam-policy --policy trust',
    ],
    [
      'because it is of another project',
      { sub: 'project_path:other/web:ref_type:branch:ref:main' },
      'sub  is project_path:other/web:ref_type:branch:ref:main in the token',
    ],
    [
      'for its audience, with the input that sets it',
      { aud: 'https://vault.example.com' },
      'Incorrect token audience',
      'aud  is https://vault.example.com in the token (input id_token_audience)',
      'add https://vault.example.com to the audiences of the identity provider gitlab.example.com in account 123456789012, or set the input id_token_audience',
    ],
    [
      'because the account has no identity provider of its GitLab',
      { iss: 'https://gitlab.other.example' },
      'No OpenIDConnect provider found in your account for https://gitlab.other.example',
      'aws iam create-open-id-connect-provider --url https://gitlab.other.example --client-id-list https://gitlab.example.com',
    ],
  ];
  for (const [what, claims, ...words] of refused) {
    it(`is refused ${what}`, async () => {
      const { log } = await exits(3, deployWith(claims));
      const flat = log.replace(/\s+/g, ' ');
      for (const word of words) expect(flat).to.contain(word.replace(/\s+/g, ' '));
      expect(fixture.aws.calls.map(({ operation }) => operation)).to.deep.equal([
        'AssumeRoleWithWebIdentity',
      ]);
    });
  }

  const noKey = {
    operation: 'AssumeRoleWithWebIdentity',
    kind: 'client-error',
    error: {
      name: 'InvalidIdentityToken',
      message:
        "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
    },
  } as const;

  it('is none when AWS reads the keys of GitLab at the next attempt', async () => {
    fixture.aws.faults.add({ ...noKey, times: 3 });
    await exits(0, deployWith({}));
  });

  it('asks for another run while AWS cannot read the keys of GitLab, and says what AWS has to reach', async () => {
    fixture.aws.faults.add({ ...noKey, times: 99 });
    const { log } = await exits(75, deployWith({}));
    expect(log).to.contain(`${gitlab}/.well-known/openid-configuration`);
    expect(fixture.aws.calls.length).to.equal(12);
  });

  it('is refused in the words of AWS where nobody knows them', async () => {
    const error = { name: 'IDPRejectedClaim', message: 'A claim of the token is not as it should be' };
    fixture.aws.faults.add({ operation: noKey.operation, kind: 'client-error', error, times: Infinity });
    const { log } = await exits(3, deployWith({}));
    expect(log.replace(/\s+/g, ' '))
      .to.contain(`AWS rejected the job's ID token; AWS: IDPRejectedClaimException: ${error.message}`)
      .and.contain(`see what AWS says; the token is of ${gitlab}`);
  });

  it('is refused because it has expired, with the time and the reason', async () => {
    const exp = Math.floor(fixture.aws.clock.now() / 1000) - 60;
    const { log } = await exits(3, deployWith({ exp }));
    expect(log)
      .to.contain(`has expired: it expired at ${new Date(exp * 1000).toISOString()}`)
      .and.contain('job_timeout');
  });

  it('expires with the timeout of its job while a rollout is followed, and that is said as the reason', async () => {
    fixture.newTasks({ kind: 'never-starts' });
    const trustPolicy = await printedPolicy('trust');
    const { roleArn } = fixture.aws.world.createRole('deployer', { trustPolicy, sessionSeconds: 900 });
    const exp = Math.floor(fixture.aws.clock.now() / 1000) + 300;
    const { exitCode, log } = await fixture.deploy({
      env: {
        ...{ ECS_CD_ROLE_ARN: roleArn, ECS_CD_ID_TOKEN: idTokenOf({ exp }), ECS_CD_TIMEOUT: '1h' },
        ...{ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
      },
    });
    expect(exitCode, log).to.equal(7);
    expect(log)
      .to.contain(`the ID token of this job has expired: it expired at ${new Date(exp * 1000).toISOString()}`)
      .and.contain('job_timeout')
      .and.contain(said.goesOn);
  });
});
