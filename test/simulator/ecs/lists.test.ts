import {
  DescribeClustersCommand,
  DescribeTaskDefinitionCommand,
  ListClustersCommand,
  ListServicesCommand,
  ListTagsForResourceCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { definitionOf, openAccount, refusalOf, type Account } from '../account';

describe('what there is in the simulated ECS', () => {
  let account: Account;
  afterEach(() => account.close());

  it('is listed: clusters, services, tags', async () => {
    account = await openAccount();
    const { ecs, aws } = account;
    aws.world.createCluster('other');
    for (const name of ['api', 'worker'])
      aws.world.createService({ cluster: 'shop', name, taskDefinition: 'web', launchType: 'EC2' });
    const { clusterArns } = await ecs.send(new ListClustersCommand({}));
    expect(clusterArns!.map((arn) => arn.split('/')[1])).to.deep.equal(['shop', 'other']);
    const { clusters, failures } = await ecs.send(
      new DescribeClustersCommand({ clusters: ['shop', 'nowhere'] }),
    );
    expect(clusters![0]).to.include({ clusterName: 'shop', activeServicesCount: 3, runningTasksCount: 3 });
    expect(failures![0]).to.include({ reason: 'MISSING' });
    const names = async (input: object) =>
      (await ecs.send(new ListServicesCommand({ cluster: 'shop', ...input }))).serviceArns!.map(
        (arn) => arn.split('/')[2],
      );
    expect(await names({})).to.deep.equal(['web', 'api', 'worker']);
    expect(await names({ launchType: 'EC2', maxResults: 1 })).to.deep.equal(['api']);
    const tags = [{ key: 'team', value: 'shop' }];
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({ ...definitionOf('web'), tags }),
    );
    const resourceArn = taskDefinition!.taskDefinitionArn;
    expect((await ecs.send(new ListTagsForResourceCommand({ resourceArn }))).tags).to.deep.equal(tags);
  });

  it('may be a daemon: as many tasks as machines, and no count of its own', async () => {
    account = await openAccount({ schedulingStrategy: 'DAEMON', launchType: 'EC2' });
    const { aws, ecs } = account;
    aws.world.setContainerInstances('shop', 3);
    await account.pass(120);
    expect(await account.service()).to.include({ schedulingStrategy: 'DAEMON', desiredCount: 3 });
    expect(aws.truth('web').healthyCount).to.equal(3);
    await account.deploy();
    await account.pass(300);
    expect(aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 3 });
    const update = ecs.send(new UpdateServiceCommand({ cluster: 'shop', service: 'web', desiredCount: 2 }));
    expect((await refusalOf(update)).name).to.equal('InvalidParameterException');
  });

  it('may be a daemon on no machine at all', async () => {
    account = await openAccount({ schedulingStrategy: 'DAEMON', launchType: 'EC2' });
    account.aws.world.setContainerInstances('shop', 0);
    await account.pass(120);
    expect(await account.service()).to.include({ desiredCount: 0, runningCount: 0 });
  });

  it('may get its machines from a capacity provider: then it has no launch type', async () => {
    const capacityProviderStrategy = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }];
    account = await openAccount({ settings: { capacityProviderStrategy } });
    const service = await account.service();
    expect(service).not.to.have.property('launchType');
    expect(service.capacityProviderStrategy).to.deep.equal(capacityProviderStrategy);
    expect(service.deployments![0]).not.to.have.property('launchType');
    const [task] = await account.tasks('RUNNING');
    expect(task).to.include({ launchType: 'FARGATE', capacityProviderName: 'FARGATE_SPOT' });
  });

  it('forgets an INACTIVE revision only when nothing refers to it any more, and never uses its number again', async () => {
    account = await openAccount();
    const { aws, ecs } = account;
    const describeRevision = (taskDefinition: string) =>
      ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    aws.world.registerTaskDefinition(definitionOf('web:unused'));
    aws.world.deregisterTaskDefinition('web:1');
    aws.world.deregisterTaskDefinition('web:2');
    expect((await describeRevision('web:2')).taskDefinition!.status).to.equal('INACTIVE');
    aws.world.forgetUnusedRevisions();
    expect((await describeRevision('web:1')).taskDefinition!.status).to.equal('INACTIVE');
    expect((await refusalOf(describeRevision('web:2'))).message).to.equal(
      'Unable to describe task definition.',
    );
    expect(aws.world.registerTaskDefinition(definitionOf('web')).taskDefinitionArn).to.match(/web:3$/);
  });
});
