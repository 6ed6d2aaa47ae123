import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { startSimulator, type Simulator } from './simulator';

describe('a rollout in the simulated ECS', () => {
  let aws: Simulator;
  let ecs: ECSClient;

  beforeEach(async () => {
    aws = await startSimulator();
    ecs = new ECSClient({
      endpoint: aws.url,
      region: 'eu-central-1',
      credentials: {
        accessKeyId: aws.env.AWS_ACCESS_KEY_ID!,
        secretAccessKey: aws.env.AWS_SECRET_ACCESS_KEY!,
      },
    });
    aws.world.createCluster('shop');
    aws.world.registerTaskDefinition({
      family: 'app',
      containerDefinitions: [{ name: 'app', image: 'app:1', memory: 128 }],
    });
    aws.world.createService({ cluster: 'shop', name: 'web', taskDefinition: 'app', desiredCount: 2 });
  });

  afterEach(async () => {
    ecs.destroy();
    await aws.close();
  });

  it('ends with the new revision alone, and says so in both views', async () => {
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'app',
        containerDefinitions: [{ name: 'app', image: 'app:2', memory: 128 }],
      }),
    );
    const { service } = await ecs.send(
      new UpdateServiceCommand({
        cluster: 'shop',
        service: 'web',
        taskDefinition: taskDefinition!.taskDefinitionArn!,
      }),
    );
    expect(service?.deployments?.map(({ status, desiredCount }) => ({ status, desiredCount }))).to.deep.equal(
      [
        { status: 'PRIMARY', desiredCount: 0 },
        { status: 'ACTIVE', desiredCount: 2 },
      ],
    );
    await aws.clock.sleep(180_000);
    const { serviceDeployments } = await ecs.send(
      new ListServiceDeploymentsCommand({ cluster: 'shop', service: 'web' }),
    );
    const described = await ecs.send(
      new DescribeServiceDeploymentsCommand({
        serviceDeploymentArns: [serviceDeployments![0]!.serviceDeploymentArn!],
      }),
    );
    expect(described.serviceDeployments?.[0]?.status).to.equal('SUCCESSFUL');
    const after = await ecs.send(new DescribeServicesCommand({ cluster: 'shop', services: ['web'] }));
    expect(after.services?.[0]?.deployments).to.have.length(1);
    expect(aws.truth('web')).to.include({ taskDefinition: 'app:2', healthyCount: 2 });
  });
});
