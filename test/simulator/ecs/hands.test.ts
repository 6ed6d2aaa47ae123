import { DescribeTaskDefinitionCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { openAccount, refusalOf, type Account } from '../account';

describe('what somebody else does in the simulated ECS', () => {
  let account: Account;
  afterEach(() => account.close());

  it("is nobody's recorded call, and known as theirs", async () => {
    account = await openAccount();
    const { aws } = account;
    aws.world.registerTaskDefinition({
      family: 'theirs',
      containerDefinitions: [{ name: 'web', image: 'theirs', memory: 128 }],
    });
    aws.world.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'theirs' });
    expect(aws.truth('web')).to.include({ deploymentsEver: 2, deploymentsOfOthers: 1 });
    expect(aws.truth('web').primary).to.include({ taskDefinition: 'theirs:1', isOthers: true });
    expect(aws.calls).to.deep.equal([]);
    aws.world.updateService({ cluster: 'shop', service: 'web', desiredCount: 3 });
    expect(aws.truth('web')).to.include({ desiredCount: 3, deploymentsOfOthers: 1 });
  });

  it('may be having made the service this moment: its first deployment is still on its way', async () => {
    account = await openAccount();
    const { aws } = account;
    aws.world.createService({ cluster: 'shop', name: 'new', taskDefinition: 'web:1', isNew: true });
    expect(aws.truth('new')).to.include({ isRolloutInFlight: true, healthyCount: 0, deploymentsEver: 1 });
    await account.pass(120);
    expect(aws.truth('new')).to.include({ isRolloutInFlight: false, healthyCount: 1 });
  });
});

describe('a call of the simulated AWS', () => {
  let account: Account;
  beforeEach(async () => {
    account = await openAccount();
  });
  afterEach(() => account.close());

  it('is refused in words that a test gives', async () => {
    const error = { name: 'InvalidParameterException', message: 'no such subnet' };
    account.aws.faults.add({ operation: 'UpdateService', kind: 'client-error', error });
    const update = new UpdateServiceCommand({ cluster: 'shop', service: 'web', desiredCount: 2 });
    expect(await refusalOf(account.ecs.send(update))).to.deep.equal(error);
    expect(account.aws.truth('web').desiredCount).to.equal(1);
  });

  it('is answered with a member that the SDK does not know, and drops', async () => {
    account.aws.faults.add({ operation: 'DescribeTaskDefinition', kind: 'newer-member' });
    const { taskDefinition } = await account.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }),
    );
    expect(taskDefinition).to.include({ family: 'web' }).and.not.have.property('newerThanTheSdk');
  });

  it('is told of once it has taken effect, and not when it was refused', async () => {
    const heard: string[] = [];
    account.aws.onCall(({ operation }) => heard.push(operation));
    account.aws.faults.add({ operation: 'UpdateService', kind: 'throttle', times: 1 });
    await account.deploy();
    expect(heard).to.deep.equal(['UpdateService']);
    expect(account.aws.calls).to.have.length(2);
  });
});
