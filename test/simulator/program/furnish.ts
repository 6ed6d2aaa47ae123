import type { SimulatedAws } from '../simulator';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Makes what a deployment job's variables speak of. `SIMULATOR_IMAGE_TAG` is in ECR then, as if a build had pushed it,
 * and with `SIMULATOR_OUTCOME: crash` its tasks crash.
 */
export function furnish(world: SimulatedAws, variables: Variables): void {
  furnishRepository(world, variables);
  furnishService(world, variables);
}

export function furnishRepository(world: SimulatedAws, variables: Variables): void {
  const repository = repositoryIn(variables);
  world.createRepository(repository);
  world.putImage(repository, 'before');
  const tag = variables['SIMULATOR_IMAGE_TAG'];
  if (!tag) return;
  const image = world.putImage(repository, tag);
  if (variables['SIMULATOR_OUTCOME'] !== 'crash') return;
  const log = ['Error: DATABASE_URL is not set'];
  world.setOutcome({ image }, { kind: 'crash', exitCode: 1, afterSeconds: 1, log });
}

/** It serves the release before. */
export function furnishService(world: SimulatedAws, variables: Variables): void {
  const cluster = given(variables, 'CLUSTER_NAME');
  const family = given(variables, 'TASK_FAMILY');
  const image = `${given(variables, 'REPOSITORY_URL')}:before`;
  world.createCluster(cluster);
  world.registerTaskDefinition({ family, containerDefinitions: [{ name: 'app', image, memory: 128 }] });
  world.createService({
    cluster,
    name: given(variables, 'SERVICE_NAME'),
    taskDefinition: family,
    launchType: 'EC2',
  });
}

function repositoryIn(variables: Variables): string {
  const [, repository] = /^[^/]+\/(.+)$/.exec(given(variables, 'REPOSITORY_URL')) ?? [];
  if (repository === undefined) throw new Error('REPOSITORY_URL has no repository in it');
  return repository;
}

function given(variables: Variables, name: string): string {
  const value = variables[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
