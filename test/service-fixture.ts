import {
  ECSClient,
  UpdateServiceCommand,
  type ContainerDefinition,
  type ContainerDependency,
  type DeploymentConfiguration,
  type Tag,
} from '@aws-sdk/client-ecs';
import { runEcsCd, type Run, type RunOptions } from './run';
import type { TaskOutcome } from './simulator/ecs/tasks/scripted-tasks';
import { startSimulator, type Simulator } from './simulator/simulator';

/** A small team's AWS account: a service that serves the image `v1`, and another image to deploy. */
export interface ServiceFixture {
  readonly aws: Simulator;
  readonly env: Readonly<Record<string, string>>;
  /** Every revision of the family but the first goes like this. */
  newTasks(outcome: TaskOutcome): void;
  /** Without a socket, unless a `wire`, an endpoint or a proxy is given. */
  run(argv: readonly string[], options?: FixtureRun): Promise<Run>;
  deploy(options?: FixtureRun): Promise<Run>;
  /** Somebody else deploys a revision of their own, and it is healthy. */
  updateOutside(): Promise<void>;
  /** Names of the operations that changed something, in order. */
  changes(): string[];
  close(): Promise<void>;
}

export type FixtureRun = Partial<Omit<RunOptions, 'env'>> & {
  readonly env?: Readonly<Record<string, string | undefined>>;
};

export interface FixtureOptions {
  /** What things are called; the rest as usual. */
  readonly names?: Partial<typeof usualNames>;
  readonly desiredCount?: number;
  readonly configuration?: DeploymentConfiguration;
  /** Further tags of the task definition. */
  readonly tags?: readonly Tag[];
  readonly service?: Partial<Parameters<Simulator['world']['createService']>[0]>;
  /** Another container in the tasks, and what `web` waits for. */
  readonly beside?: { readonly container: ContainerDefinition; readonly dependsOn: ContainerDependency[] };
}

const usualNames = {
  repository: 'team/web',
  tag: 'v2',
  cluster: 'shop',
  service: 'web',
  family: 'web',
  stage: 'staging',
  container: 'web',
};

const subnets = ['subnet-1', 'subnet-2'];

/** A reply that is lost is no less of a change. */
const happened = (refused: string | undefined) => refused === undefined || refused === 'lost-reply';

const reads = /^(Describe|List|Get|BatchGet|Simulate)/;

export async function openServiceFixture({
  names = {},
  desiredCount = 2,
  configuration,
  service,
  tags = [],
  beside,
}: FixtureOptions = {}): Promise<ServiceFixture> {
  const {
    repository,
    tag,
    cluster,
    service: serviceName,
    family,
    stage,
    container,
  } = { ...usualNames, ...names };
  const aws = await startSimulator();
  const { world } = aws;
  const repositoryUrl = world.createRepository(repository);
  for (const each of ['v1', tag]) world.putImage(repository, each, { revision: `commit-${each}` });
  world.createCluster(cluster);
  world.createIamRole('web-execution');
  for (const role of ['web-balancing', 'web-hook'])
    world.createIamRole(role, { trusts: ['ecs.amazonaws.com'] });
  world.createLogGroup('/shop/web');
  for (const subnet of subnets) world.createSubnet(subnet);
  const logs = { 'awslogs-group': '/shop/web', 'awslogs-region': 'eu-central-1' };
  const definition = {
    networkMode: 'awsvpc' as const,
    requiresCompatibilities: ['FARGATE' as const],
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::123456789012:role/web-execution',
    containerDefinitions: [
      {
        name: container,
        image: `${repositoryUrl}@${world.imageDigest(repository, 'v1')}`,
        portMappings: [{ containerPort: 8080, ...(container === 'Main' ? { name: 'http' } : {}) }],
        ...(beside ? { dependsOn: beside.dependsOn } : {}),
        logConfiguration: {
          logDriver: 'awslogs' as const,
          options: { ...logs, 'awslogs-stream-prefix': stage },
        },
      },
      ...(beside ? [beside.container] : []),
    ],
  };
  world.registerTaskDefinition({ ...definition, family, tags: [{ key: 'team', value: 'shop' }, ...tags] });
  world.registerTaskDefinition({ ...definition, family: 'outside' });
  world.createService({
    cluster,
    name: serviceName,
    taskDefinition: family,
    desiredCount,
    ...(configuration ? { deploymentConfiguration: configuration } : {}),
    settings: { networkConfiguration: { awsvpcConfiguration: { subnets: [...subnets] } } },
    ...service,
  });
  // A deployment that is as old as the program's first look is not what happens in life.
  await aws.clock.sleep(3_600_000);

  const env = {
    ...aws.env,
    REPOSITORY_URL: repositoryUrl,
    DOCKER_TAG: tag,
    TASK_FAMILY: family,
    SERVICE_NAME: serviceName,
    CLUSTER_NAME: cluster,
    STAGE: stage,
  };
  const run = (argv: readonly string[], { env: overrides = {}, wire, ...options }: FixtureRun = {}) => {
    const isPlain =
      !wire && !options.endpoint && !Object.keys(overrides).some((name) => /proxy$/i.test(name));
    return runEcsCd(argv, {
      clock: aws.clock,
      endpoint: aws.url,
      wire: isPlain ? { requestHandler: aws.requestHandler } : (wire ?? {}),
      ...options,
      env: { ...env, ...overrides },
    });
  };
  return {
    aws,
    env,
    newTasks(outcome) {
      world.outcomeOf = ({ taskDefinition }) =>
        taskDefinition === `${family}:1` || taskDefinition.startsWith('outside:')
          ? { kind: 'healthy' }
          : outcome;
    },
    run,
    deploy: (options) => run(['deploy'], options),
    async updateOutside() {
      const client = new ECSClient(aws.clientConfig);
      await client.send(
        new UpdateServiceCommand({ cluster, service: serviceName, taskDefinition: 'outside' }),
      );
      client.destroy();
    },
    changes: () =>
      aws.calls
        .filter(({ operation, refused }) => !reads.test(operation) && happened(refused))
        .map(({ operation }) => operation),
    close: () => aws.close(),
  };
}
