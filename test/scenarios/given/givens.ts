import type {
  ContainerDefinition,
  DeploymentConfiguration,
  RegisterTaskDefinitionRequest,
} from '@aws-sdk/client-ecs';
import { killOf } from '../../recovery/killed-run';
import type { ServiceFixture, FixtureOptions } from '../../service-fixture';
import type { ContainersOutcome } from '../../simulator/ecs/tasks/container-script';
import type { TaskOutcome } from '../../simulator/ecs/tasks/scripted-tasks';
import type { Fault } from '../../simulator/protocol/faults';

/** What many scenarios begin with. */

export const breaker: DeploymentConfiguration = {
  deploymentCircuitBreaker: { enable: true, rollback: true },
};
export const breakerAlone: DeploymentConfiguration = {
  deploymentCircuitBreaker: { enable: true, rollback: false },
};
export const alarms: DeploymentConfiguration = {
  alarms: { alarmNames: ['errors'], enable: true, rollback: true },
  bakeTimeInMinutes: 5,
};
/** Old tasks make room for new ones, so going back starts tasks as well. */
export const makesRoom: DeploymentConfiguration = { minimumHealthyPercent: 0, maximumPercent: 100 };

export const targetGroupNamed = (name: string): string =>
  `arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/${name}/0123456789abcdef`;
export const loadBalanced: NonNullable<FixtureOptions['service']> = {
  loadBalancers: [{ targetGroupArn: targetGroupNamed('web'), containerName: 'web', containerPort: 8080 }],
};

/** Every new task goes like this. */
export const tasks = (outcome: TaskOutcome) => (fixture: ServiceFixture) => fixture.newTasks(outcome);

export const faulty =
  (...faults: readonly Fault[]) =>
  ({ aws }: ServiceFixture): void =>
    faults.forEach((fault) => aws.faults.add(fault));

/** So many of the new tasks go like this, whichever deployment they are of; all later ones are healthy. */
export const firstTasks = (count: number, outcome: TaskOutcome) => (fixture: ServiceFixture) => {
  let left = count;
  fixture.aws.world.outcomeOf = ({ taskDefinition }) =>
    taskDefinition !== 'web:1' && left-- > 0 ? outcome : { kind: 'healthy' };
};

const service = { cluster: 'shop', service: 'web' };

export const somebodyDeploys = ({ aws }: ServiceFixture) =>
  aws.world.updateService({ ...service, taskDefinition: 'outside' });

export const scaledTo = (desiredCount: number) => (fixture: ServiceFixture) =>
  fixture.aws.world.updateService({ ...service, desiredCount });

/** A service that Terraform has made a moment ago, and whose tasks never came up. */
export const newService =
  (deploymentConfiguration: DeploymentConfiguration = {}) =>
  ({ aws }: ServiceFixture): void => {
    aws.world.forgetService('shop', 'web');
    aws.world.outcomeOf = () => ({ kind: 'crash', exitCode: 1 });
    aws.world.createService({
      cluster: 'shop',
      name: 'web',
      taskDefinition: 'web',
      desiredCount: 2,
      isNew: true,
      deploymentConfiguration,
    });
  };

/** The image that the shop's service runs, as its task definition names it. */
export const imageOf = ({ aws, env }: ServiceFixture, tag: string): string =>
  `${env['REPOSITORY_URL'] ?? ''}@${aws.world.imageDigest('team/web', tag)}`;

const fargate = {
  family: 'web',
  networkMode: 'awsvpc' as const,
  requiresCompatibilities: ['FARGATE' as const],
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::123456789012:role/web-execution',
};

/** `web:2`, which the deployment is based on: what the service runs, and this. */
export function registerBase(
  fixture: ServiceFixture,
  container: Partial<ContainerDefinition>,
  ...others: readonly ContainerDefinition[]
): void {
  const web = {
    name: 'web',
    image: imageOf(fixture, 'v1'),
    portMappings: [{ containerPort: 8080 }],
    ...container,
  };
  fixture.aws.world.registerTaskDefinition({ ...fargate, containerDefinitions: [web, ...others] });
}

/** `web:2`, in which another container stands beside `web`. */
export function beside(fixture: ServiceFixture, other: ContainerDefinition): void {
  registerBase(fixture, awslogs, other);
}

/** `web:2`, in which `web` starts once a container of that name has succeeded. */
export function waitingFor(fixture: ServiceFixture, name: string): void {
  const dependsOn = [{ containerName: name, condition: 'SUCCESS' as const }];
  const image = 'public.ecr.aws/docker/library/flyway:11';
  registerBase(fixture, { ...awslogs, dependsOn }, { ...awslogs, name, image, essential: false });
}

const awslogs: Partial<ContainerDefinition> = {
  logConfiguration: {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': '/shop/web',
      'awslogs-region': 'eu-central-1',
      'awslogs-stream-prefix': 'staging',
    },
  },
};

/** Each container of the new tasks goes its own way. */
export const containers = (
  fixture: ServiceFixture,
  scripts: ContainersOutcome['containers'],
  stopCode?: ContainersOutcome['stopCode'],
): void => fixture.newTasks({ kind: 'containers', containers: scripts, ...(stopCode ? { stopCode } : {}) });

/** The containers of the revision that the run has registered. */
export function registeredContainers({ aws }: ServiceFixture): readonly ContainerDefinition[] {
  const call = aws.calls.findLast(({ operation }) => operation === 'RegisterTaskDefinition');
  return (call?.input as RegisterTaskDefinitionRequest | undefined)?.containerDefinitions ?? [];
}

/** The container of the new revision says itself whether it is healthy. */
export const withHealthCheck = (fixture: ServiceFixture): void =>
  registerBase(fixture, { healthCheck: { command: ['CMD', 'curl', '-f', 'http://localhost/'] } });

export const blueGreen: DeploymentConfiguration = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 20 };
export const blueGreenWithAlarm: DeploymentConfiguration = {
  ...blueGreen,
  alarms: { alarmNames: ['errors'], enable: true, rollback: true },
};

/** Until somebody lets it go on, or for eight minutes. */
export const pausedAfterScaleUp: DeploymentConfiguration = {
  strategy: 'BLUE_GREEN',
  lifecycleHooks: [
    {
      targetType: 'PAUSE',
      lifecycleStages: ['POST_SCALE_UP'],
      timeoutConfiguration: { timeoutInMinutes: 8, action: 'ROLLBACK' },
    },
  ],
};

/** An earlier job that ended when a hook held its release. */
export async function deployedToTheGate(fixture: ServiceFixture): Promise<void> {
  await fixture.deploy();
}

/** An earlier job that went when ECS began to bake its release. */
export async function deployedUntilBaking(fixture: ServiceFixture): Promise<void> {
  await fixture.deploy({ env: { ECS_CD_WAIT_UNTIL: 'baking' } });
}

/** An earlier run of the job, which was killed once it had updated the service. */
export async function killedAfterUpdate(fixture: ServiceFixture): Promise<void> {
  const kill = killOf(fixture);
  fixture.aws.onCall(({ operation }) => {
    if (/^Update(?:ExpressGateway)?Service$/.test(operation)) kill.now();
  });
  await fixture.deploy(kill.options);
}

/** What becomes of the tasks that no service starts, one after the other; the last one of all later ones. */
export const oneOffTasks =
  (...outcomes: readonly TaskOutcome[]) =>
  ({ aws }: ServiceFixture): void => {
    let count = 0;
    const { outcomeOf } = aws.world;
    aws.world.outcomeOf = (task) => {
      if (!task.oneOff) return outcomeOf(task);
      return outcomes[Math.min(count++, outcomes.length - 1)] ?? { kind: 'healthy' };
    };
  };

/** Its container ends by itself. */
export const endsWith = (exitCode: number, log: readonly string[] = [], afterSeconds = 20): TaskOutcome => ({
  kind: 'crash',
  exitCode,
  afterSeconds,
  log,
});

/** Every try of one job has these. */
export const pipelineJob = { CI_PIPELINE_ID: '4711', CI_JOB_NAME: 'deploy production' };

/** An earlier try of the job, which was killed so many seconds after it had started a task. */
export const killedAfterRunTask =
  (seconds: number, env: Readonly<Record<string, string>>) =>
  async (fixture: ServiceFixture): Promise<void> => {
    const kill = killOf(fixture);
    fixture.aws.onCall(({ operation }) => {
      if (operation === 'RunTask') fixture.aws.clock.schedule(seconds * 1000, () => kill.now());
    });
    await fixture.deploy({ env: { ...pipelineJob, ...env }, ...kill.options });
  };
