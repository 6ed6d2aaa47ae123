import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerEngine } from '../engine/container-engine';
import { containerTasks } from '../engine/tasks/container-tasks';
import { docker, tryDocker, withLogin } from '../engine/docker';
import { realClock } from '../simulator/clock';
import { startSimulator } from '../simulator/simulator';
import { localTimings } from '../simulator/timings';
import { loadBalanced } from '../scenarios/given/givens';
import { provideBaseImage } from './base-image';
import { baseImage, port, repositoryName, sampleProject } from './sample-project';
import { openWeightedProxy } from './canary/weighted-proxy';

export const stages = ['staging', 'production'] as const;
export type Stage = (typeof stages)[number];

/** The simulated AWS account of the sample project, with real containers behind its services. */
export interface Cloud {
  readonly registry: string;
  /** The project's CI/CD variables, scoped to an environment where they differ. */
  readonly variables: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  /** What the service of that stage answers to an HTTP request, by the weights of its revisions. */
  ask(stage: Stage): Promise<string>;
  close(): Promise<void>;
}

const cluster = 'sample';
const serviceOf = (stage: Stage) => `web-${stage}`;

export interface CloudOptions {
  /** What the services answer before the first pipeline runs. */
  readonly greeting: string;
  readonly deploymentConfiguration: DeploymentConfiguration;
  readonly isLoadBalanced?: true;
}

/** What Terraform makes before the first pipeline runs: repository, cluster, and a service that already serves something. */
export async function openCloud(
  engine: ContainerEngine,
  { greeting, deploymentConfiguration, isLoadBalanced }: CloudOptions,
): Promise<Cloud> {
  const tasks = containerTasks(engine, { password: () => aws.world.registryPassword() });
  const aws = await startSimulator({ clock: realClock(), runTask: tasks.runTask, timings: localTimings });
  const { world } = aws;
  const repositoryUrl = world.createRepository(repositoryName);
  const bootstrap = `${repositoryUrl}:bootstrap`;
  await provideBaseImage(engine, aws, baseImage);
  await pushBootstrap(engine, { image: bootstrap, greeting }, aws.registry, world.registryPassword());
  world.createCluster(cluster);
  for (const stage of stages) {
    world.createLogGroup('/sample/web');
    world.registerTaskDefinition({
      family: serviceOf(stage),
      containerDefinitions: [
        {
          name: 'web',
          image: bootstrap,
          memory: 128,
          portMappings: [{ containerPort: port }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': '/sample/web',
              'awslogs-region': aws.env['AWS_DEFAULT_REGION'] ?? '',
              'awslogs-stream-prefix': stage,
            },
          },
        },
      ],
    });
    world.createService({
      cluster,
      name: serviceOf(stage),
      taskDefinition: serviceOf(stage),
      launchType: 'EC2',
      desiredCount: 1,
      deploymentConfiguration,
      ...(isLoadBalanced ? loadBalanced : {}),
    });
  }
  for (const { targetGroupArn = '' } of loadBalanced.loadBalancers ?? [])
    world.setTargetGroup(targetGroupArn, { TargetType: 'instance' });
  while (stages.some((stage) => tasks.running(serviceOf(stage)).length === 0)) await sleep(100);
  const proxies = await Promise.all(
    stages.map((stage) => {
      const addressOf = (revision: string) =>
        tasks.running(serviceOf(stage)).find(({ taskDefinition }) => taskDefinition === revision)?.address;
      return openWeightedProxy(() => aws.truth(serviceOf(stage)).production, addressOf);
    }),
  );
  const scoped = Object.fromEntries(stages.map((stage) => [stage, serviceOf(stage)]));
  return {
    registry: aws.registry,
    variables: {
      ...aws.env,
      REPOSITORY_URL: repositoryUrl,
      DOCKER_BUILD_CONTEXT: 'app',
      CLUSTER_NAME: cluster,
      SERVICE_NAME: scoped,
      TASK_FAMILY: scoped,
      ECS_CD_TIMEOUT: '60s',
    },
    async ask(stage) {
      const response = await fetch(proxies[stages.indexOf(stage)]?.url ?? '');
      return (await response.text()).trim();
    },
    async close() {
      for (const proxy of proxies) await proxy.close();
      await tasks.removeAll();
      const images = await tryDocker(engine, ['images', '--quiet', '--filter', `reference=${repositoryUrl}`]);
      const local = await tryDocker(engine, ['images', '--quiet', '--filter', `reference=${repositoryName}`]);
      const ids = `${images.stdout}\n${local.stdout}`.split('\n').filter(Boolean);
      await tryDocker(engine, ['rmi', '--force', ...new Set(ids), baseImage]);
      await aws.close();
    },
  };
}

async function pushBootstrap(
  engine: ContainerEngine,
  { image, greeting }: { readonly image: string; readonly greeting: string },
  registry: string,
  password: string,
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ecs-cd-bootstrap-'));
  try {
    const files = sampleProject(greeting);
    for (const name of ['Dockerfile', 'server.js'])
      await writeFile(path.join(folder, name), files[`app/${name}`] ?? '');
    await docker(engine, ['build', '--quiet', '--tag', image, folder]);
    await withLogin(registry, password, (configFolder) =>
      docker(engine, ['push', '--quiet', image], { configFolder }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
