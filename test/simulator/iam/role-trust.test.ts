import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { gitlab, idTokenOf } from '../../aws/id-token';
import { printedPolicy, shopNames } from '../../iam/printed';
import { openAccount, refusalOf, type Account } from '../account';

const first = 'arn:aws:iam::123456789012:role/first';
const second = 'arn:aws:iam::123456789012:role/second';

describe('trust in the simulated AWS', () => {
  let account: Account;
  beforeEach(async () => {
    account = await openAccount();
  });
  afterEach(() => account.close());

  const sts = (config: object = {}) => new STSClient({ ...account.config, ...config });
  const assume = (input: object, client = sts()) =>
    client.send(new AssumeRoleCommand({ RoleArn: second, RoleSessionName: 'job-1', ...input }));
  const assumeWith = (claims: object, input: object = {}) => {
    const exp = Math.floor(account.aws.clock.now() / 1000) + 60;
    return sts().send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: first,
        RoleSessionName: 'job-1',
        WebIdentityToken: idTokenOf({ exp, ...claims }),
        ...input,
      }),
    );
  };
  const trustTokens = async () => {
    account.aws.world.createIdentityProvider({ url: gitlab, audiences: [gitlab] });
    account.aws.world.createRole('first', { trustPolicy: await printedPolicy('trust') });
  };

  it('in tokens is a matter of the provider, the audience, the time and the trust policy, in that order', async () => {
    expect(await refusalOf(assumeWith({}))).to.deep.equal({
      name: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    });
    await trustTokens();
    expect((await assumeWith({})).SubjectFromWebIdentityToken).to.equal(
      'project_path:shop/web:ref_type:branch:ref:main',
    );
    expect((await refusalOf(assumeWith({ iss: 'https://other' }))).message).to.equal(
      'No OpenIDConnect provider found in your account for https://other',
    );
    expect(await refusalOf(assumeWith({ aud: 'other' }))).to.deep.equal({
      name: 'InvalidIdentityTokenException',
      message: 'Incorrect token audience',
    });
    expect((await refusalOf(assumeWith({ exp: 1 }))).name).to.equal('ExpiredTokenException');
    expect((await refusalOf(assumeWith({ sub: 'other' }))).name).to.equal('AccessDenied');
    const noToken = assumeWith({}, { WebIdentityToken: 'no token' });
    expect((await refusalOf(noToken)).name).to.equal('InvalidIdentityTokenException');
  });

  it('in a role asks for its principal and its external ID', async () => {
    await trustTokens();
    const chain = {
      ...shopNames,
      ECS_CD_ROLE_ARN: first,
      ECS_CD_CHAINED_ROLE_ARN: second,
      ECS_CD_CHAINED_ROLE_EXTERNAL_ID: 'shop/web',
    };
    account.aws.world.createRole('second', { trustPolicy: await printedPolicy('chained-trust', chain) });
    const { Credentials } = await assumeWith({});
    const asFirst = sts({
      credentials: {
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      },
    });
    await assume({ ExternalId: 'shop/web' }, asFirst);
    for (const refused of [
      assume({}, asFirst),
      assume({ ExternalId: 'other' }, asFirst),
      assume({ ExternalId: 'shop/web' }),
    ]) {
      expect((await refusalOf(refused)).name).to.equal('AccessDenied');
    }
    expect(
      (await refusalOf(assume({ ExternalId: 'shop/web', DurationSeconds: 3601 }, asFirst))).message,
    ).to.contain('1 hour session limit for roles assumed by role chaining');
  });

  it('is no reason to give a session a name or a length that it cannot have', async () => {
    account.aws.world.createRole('second');
    await assume({ DurationSeconds: 43_200 });
    for (const input of [
      { RoleSessionName: 'a b' },
      { RoleSessionName: 'a' },
      { DurationSeconds: 60 },
      { DurationSeconds: 50_000 },
    ]) {
      expect((await refusalOf(assume(input))).name, JSON.stringify(input)).to.equal('ValidationError');
    }
  });
});
