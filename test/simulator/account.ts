import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  UpdateServiceCommand,
  type DesiredStatus,
  type Deployment,
  type Service,
  type ServiceDeployment,
  type Task,
  type UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs';
import type { TaskOutcome } from './ecs/tasks/scripted-tasks';
import type { NewService } from './ecs/world';
import { startSimulator, type ClientConfig, type Simulator } from './simulator';

/** A simulated AWS with cluster `shop` and service `web` running `web:1`, looked at through the real SDK. */
export interface Account {
  readonly aws: Simulator;
  readonly ecs: ECSClient;
  readonly config: ClientConfig;
  /** Registers `web:2` (`web:3`, ...) whose tasks go like this, and updates the service to it. */
  deploy(outcome?: TaskOutcome, update?: Partial<UpdateServiceCommandInput>): Promise<Deployment>;
  pass(seconds: number): Promise<void>;
  service(): Promise<Service>;
  /** The newest service deployment. */
  record(): Promise<ServiceDeployment>;
  /** Messages of the service's events, the oldest first. */
  messages(): Promise<string[]>;
  tasks(desiredStatus: DesiredStatus): Promise<Task[]>;
  close(): Promise<void>;
}

export const definitionOf = (image: string) => ({
  family: 'web',
  containerDefinitions: [{ name: 'web', image, memory: 128 }],
});

export async function openAccount(options: Partial<NewService> = {}): Promise<Account> {
  const aws = await startSimulator();
  const { world, clientConfig: config } = aws;
  const ecs = new ECSClient(config);
  const place = { cluster: 'shop', service: 'web' };
  world.createCluster('shop');
  world.registerTaskDefinition(definitionOf('web:one'));
  world.createService({ cluster: 'shop', name: 'web', taskDefinition: 'web', ...options });
  // The service is not as young as the test.
  await aws.clock.sleep(3_600_000);

  async function service(): Promise<Service> {
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'shop', services: ['web'] }));
    const [web] = services!;
    return { ...web, deployments: web!.deployments!.toSorted(byAge) };
  }

  return {
    aws,
    ecs,
    config,
    async deploy(outcome = { kind: 'healthy' }, update = {}) {
      const { taskDefinitionArn } = world.registerTaskDefinition(definitionOf('web:new'));
      world.setOutcome({ taskDefinition: taskDefinitionArn.split('/')[1]! }, outcome);
      const reply = await ecs.send(
        new UpdateServiceCommand({ ...place, taskDefinition: taskDefinitionArn, ...update }),
      );
      return reply.service!.deployments!.find(({ status }) => status === 'PRIMARY')!;
    },
    pass: (seconds) => aws.clock.sleep(seconds * 1000),
    service,
    async record() {
      const { serviceDeployments = [] } = await ecs.send(new ListServiceDeploymentsCommand(place));
      const serviceDeploymentArns = [serviceDeployments[0]!.serviceDeploymentArn!];
      const described = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }));
      return described.serviceDeployments![0]!;
    },
    messages: async () => (await service()).events!.map(({ message }) => message!).toReversed(),
    async tasks(desiredStatus) {
      const { taskArns = [] } = await ecs.send(
        new ListTasksCommand({ cluster: 'shop', serviceName: 'web', desiredStatus }),
      );
      if (taskArns.length === 0) return [];
      const described = await ecs.send(new DescribeTasksCommand({ cluster: 'shop', tasks: taskArns }));
      return described.tasks!;
    },
    async close() {
      ecs.destroy();
      await aws.close();
    },
  };
}

/** PRIMARY first, which is not always the newest; then the newest: AWS promises no order. */
const byAge = (one: Deployment, other: Deployment) =>
  Number(other.status === 'PRIMARY') - Number(one.status === 'PRIMARY') ||
  other.createdAt!.getTime() - one.createdAt!.getTime();

/** The error that AWS answered, as the SDK throws it. */
export async function refusalOf(call: Promise<unknown>): Promise<{ name: string; message: string }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return { name: error.name, message: error.message };
    throw error;
  }
  throw new Error('the call was not refused');
}
