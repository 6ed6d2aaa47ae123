import {
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { definitionOf, openAccount, refusalOf, type Account } from '../account';

const service = { cluster: 'shop', services: ['web'] };

describe('a fault of the simulated AWS', () => {
  let account: Account;
  let client: ECSClient;

  beforeEach(async () => {
    account = await openAccount();
    client = new ECSClient({
      ...account.config,
      maxAttempts: 1,
      requestHandler: { requestTimeout: 1_000, throwOnRequestTimeout: true },
    });
  });
  afterEach(async () => {
    client.destroy();
    await account.close();
  });

  const describeService = () => client.send(new DescribeServicesCommand(service));
  const updateService = () =>
    client.send(new UpdateServiceCommand({ cluster: 'shop', service: 'web', forceNewDeployment: true }));

  for (const [kind, name, message] of [
    ['throttle', 'ThrottlingException', 'Rate exceeded'],
    ['server-error', 'ServerException', 'Service Unavailable. Please try again later.'],
    ['unavailable', 'ServiceUnavailable', 'The request has failed due to a temporary failure of the server.'],
    ['expired-token', 'ExpiredTokenException', 'The security token included in the request is expired'],
    [
      'access-denied',
      'AccessDeniedException',
      'User: arn:aws:iam::123456789012:user/cicd is not authorized to perform: ecs:DescribeServices on resource: arn:aws:ecs:eu-central-1:123456789012:service/shop/web because no identity-based policy allows the ecs:DescribeServices action',
    ],
    ['unsupported-feature', 'UnsupportedFeatureException', "The specified feature isn't supported."],
    ['hang', 'TimeoutError', undefined],
    ['refuse', 'TimeoutError', 'socket hang up'],
  ] as const) {
    it(`of kind ${kind} is seen as ${name}, for as many calls as asked`, async () => {
      account.aws.faults.add({ operation: 'DescribeServices', kind, after: 2, times: 2 });
      await describeService();
      await describeService();
      for (let call = 0; call < 2; call += 1) {
        const refusal = await refusalOf(describeService());
        expect(refusal.name).to.equal(name);
        if (message !== undefined) expect(refusal.message).to.equal(message);
      }
      await describeService();
      const refused = account.aws.calls.slice(-4).map((call) => call.refused !== undefined);
      expect(refused).to.deep.equal([false, true, true, false]);
    });
  }

  it('that loses the reply lets it happen all the same', async () => {
    account.aws.faults.add({ operation: 'UpdateService', kind: 'lost-reply' });
    expect((await refusalOf(updateService())).message).to.equal('socket hang up');
    expect(account.aws.truth('web').deploymentsEver).to.equal(2);
  });

  it('that refuses the connection lets nothing happen', async () => {
    account.aws.faults.add({ operation: 'UpdateService', kind: 'refuse' });
    await refusalOf(updateService());
    expect(account.aws.truth('web').deploymentsEver).to.equal(1);
  });

  it('can deny an action behind the operation', async () => {
    const resource = 'arn:aws:iam::123456789012:role/web';
    account.aws.faults.add({
      operation: 'UpdateService',
      kind: 'access-denied',
      action: 'iam:PassRole',
      resource,
    });
    expect((await refusalOf(updateService())).message).to.contain(
      `not authorized to perform: iam:PassRole on resource: ${resource}`,
    );
  });

  it('answers what was true some seconds ago', async () => {
    await describeService();
    await account.deploy();
    account.aws.faults.add({ operation: 'DescribeServices', kind: 'stale', seconds: 5, times: 1 });
    expect((await describeService()).services![0]!.deployments).to.have.length(1);
    expect((await describeService()).services![0]!.deployments).to.have.length(2);
  });

  it('answers what was true some seconds ago, as if it were of this moment', async () => {
    const before = (await describeService()).services![0]!.deployments![0]!;
    await account.pass(30);
    await account.deploy();
    await account.pass(10);
    const now = account.aws.clock.now();
    account.aws.faults.add({
      operation: 'DescribeServices',
      kind: 'stale',
      seconds: 30,
      isStampedAnew: true,
    });
    const { deployments } = (await describeService()).services![0]!;
    expect(deployments!.map(({ id }) => id)).to.deep.equal([before.id]);
    expect(deployments![0]!.updatedAt!.getTime()).to.equal(now);
  });

  it('lets a deployment complete that was to be stopped while its tasks are healthy: the stop was accepted all the same', async () => {
    const { id } = await account.deploy();
    await account.pass(78);
    account.aws.faults.add({ operation: 'StopServiceDeployment', kind: 'stop-too-late' });
    const { serviceDeploymentArn } = await account.record();
    await client.send(new StopServiceDeploymentCommand({ serviceDeploymentArn }));
    expect((await account.record()).status).to.equal('ROLLBACK_REQUESTED');
    await account.pass(120);
    const record = await account.record();
    expect(record).to.include({ status: 'SUCCESSFUL' }).and.not.have.property('rollback');
    const [primary] = (await account.service()).deployments!;
    expect(primary).to.include({ id, rolloutState: 'COMPLETED' });
  });

  it('refuses a new revision for a while, because others are made of the same family', async () => {
    account.aws.faults.add({ operation: 'RegisterTaskDefinition', kind: 'concurrent-revisions', times: 2 });
    const register = () => client.send(new RegisterTaskDefinitionCommand(definitionOf('web:again')));
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(await refusalOf(register())).to.deep.equal({
        name: 'ClientException',
        message: 'Too many concurrent attempts to create a new revision of the specified family.',
      });
    }
    expect((await register()).taskDefinition!.revision).to.equal(2);
  });

  it('leaves STS without the keys that GitLab signs with', async () => {
    const sts = new STSClient({ ...account.config, maxAttempts: 1 });
    account.aws.faults.add({ operation: 'AssumeRoleWithWebIdentity', kind: 'no-verification-key' });
    const RoleArn = 'arn:aws:iam::123456789012:role/deploy';
    const call = sts.send(
      new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'job', WebIdentityToken: 'token' }),
    );
    const { name, message } = await refusalOf(call);
    expect(name).to.equal('InvalidIdentityTokenException');
    expect(message).to.match(/^Couldn't retrieve verification key from your identity provider/);
    sts.destroy();
  });

  describe('of the records of service deployments', () => {
    it('makes them late', async () => {
      account.aws.world.setRecordDelay(45);
      const before = await account.record();
      await account.deploy();
      await account.pass(44);
      expect((await account.record()).serviceDeploymentArn).to.equal(before.serviceDeploymentArn);
      await account.pass(1);
      expect((await account.record()).serviceDeploymentArn).not.to.equal(before.serviceDeploymentArn);
    });

    it('leaves only the older view', async () => {
      account.aws.world.setRecordDelay('never');
      await account.deploy();
      await account.pass(180);
      expect((await refusalOf(account.record())).message).to.match(/undefined/);
      expect(await account.service()).not.to.have.property('currentServiceDeployment');
      expect((await account.service()).deployments![0]!.rolloutState).to.equal('COMPLETED');
    });
  });
});
