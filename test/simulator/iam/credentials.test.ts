import { ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
  type Credentials,
} from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { openAccount, refusalOf, type Account } from '../account';

describe('credentials in the simulated AWS', () => {
  let account: Account;
  beforeEach(async () => {
    account = await openAccount();
  });
  afterEach(() => account.close());

  const sts = (config: object = {}) => new STSClient({ ...account.config, ...config });
  /** A read call with these credentials, or in this region. */
  const read = (config: object) => {
    const client = new ECSClient({ ...account.config, ...config });
    return client.send(new ListTasksCommand({ cluster: 'shop' }));
  };
  const session = ({ AccessKeyId, SecretAccessKey, SessionToken }: Credentials) => ({
    credentials: {
      accessKeyId: AccessKeyId!,
      secretAccessKey: SecretAccessKey!,
      sessionToken: SessionToken!,
    },
  });
  const assume = (role: string, token: string) =>
    sts().send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: `arn:aws:iam::123456789012:role/${role}`,
        RoleSessionName: 'job-1',
        WebIdentityToken: token,
      }),
    );

  it('of the user lead to the user', async () => {
    expect(await sts().send(new GetCallerIdentityCommand({}))).to.include({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/cicd',
    });
  });

  it('with an unknown key are refused, in the words of each service', async () => {
    const credentials = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' };
    const refusal = { message: 'The security token included in the request is invalid.' };
    expect(await refusalOf(read({ credentials }))).to.deep.equal({
      ...refusal,
      name: 'UnrecognizedClientException',
    });
    const identity = sts({ credentials }).send(new GetCallerIdentityCommand({}));
    expect(await refusalOf(identity)).to.deep.equal({ ...refusal, name: 'InvalidClientTokenId' });
  });

  it('with a wrong secret are refused', async () => {
    const credentials = { ...account.config.credentials, secretAccessKey: 'wrong' };
    expect((await refusalOf(read({ credentials }))).name).to.equal('InvalidSignatureException');
  });

  it('for another region are refused', async () => {
    const { name, message } = await refusalOf(read({ region: 'us-east-1' }));
    expect(name).to.equal('InvalidSignatureException');
    expect(message).to.contain("'us-east-1'");
  });

  it('are given for an ID token that the role trusts', async () => {
    account.aws.world.createRole('deployer', { idTokens: ['good'], expiredIdTokens: ['old'] });
    const { Credentials, AssumedRoleUser } = await assume('deployer', 'good');
    const config = session(Credentials!);
    await read(config);
    expect(AssumedRoleUser!.Arn).to.equal('arn:aws:sts::123456789012:assumed-role/deployer/job-1');
    const { Arn } = await sts(config).send(new GetCallerIdentityCommand({}));
    expect(Arn).to.equal(AssumedRoleUser!.Arn);
    expect(Credentials!.Expiration!.getTime() - account.aws.clock.now()).to.be.within(3_598_000, 3_600_000);
  });

  it('are not given for another ID token, an expired one, or an unknown role', async () => {
    account.aws.world.createRole('deployer', { idTokens: ['good'], expiredIdTokens: ['old'] });
    expect(await refusalOf(assume('deployer', 'bad'))).to.deep.equal({
      name: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    });
    expect((await refusalOf(assume('deployer', 'old'))).name).to.equal('ExpiredTokenException');
    expect((await refusalOf(assume('nobody', 'good'))).name).to.equal('AccessDenied');
  });

  it('of a session end with it', async () => {
    account.aws.world.createRole('deployer', { sessionSeconds: 60 });
    const { Credentials } = await sts().send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::123456789012:role/deployer', RoleSessionName: 'me' }),
    );
    await account.pass(59);
    await read(session(Credentials!));
    await account.pass(1);
    expect(await refusalOf(read(session(Credentials!)))).to.deep.equal({
      name: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    });
  });

  it('of a session are worth nothing without its token', async () => {
    account.aws.world.createRole('deployer', { idTokens: ['good'] });
    const { credentials } = session((await assume('deployer', 'good')).Credentials!);
    const { sessionToken: _, ...halves } = credentials;
    expect((await refusalOf(read({ credentials: halves }))).name).to.equal('UnrecognizedClientException');
  });
});
