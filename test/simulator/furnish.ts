import type { SimulatedAws } from './simulator';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Makes what a deployment job's variables speak of: the repository, the cluster, and a service that serves the release
 * before. `SIMULATOR_IMAGE_TAG` is in ECR already, as if a build had pushed it, and `SIMULATOR_OUTCOME: crash` is what
 * its tasks do.
 */
export function furnish(world: SimulatedAws, variables: Variables): void {
  const given = (name: string) => {
    const value = variables[name];
    if (!value) throw new Error(`${name} is not set`);
    return value;
  };
  const [, repository] = /^[^/]+\/(.+)$/.exec(given('REPOSITORY_URL')) ?? [];
  if (repository === undefined) throw new Error('REPOSITORY_URL has no repository in it');
  const cluster = given('CLUSTER_NAME');
  const family = given('TASK_FAMILY');
  const url = world.createRepository(repository);
  world.putImage(repository, 'before');
  world.createCluster(cluster);
  world.registerTaskDefinition({
    family,
    containerDefinitions: [{ name: 'app', image: `${url}:before`, memory: 128 }],
  });
  world.createService({ cluster, name: given('SERVICE_NAME'), taskDefinition: family });

  const tag = variables['SIMULATOR_IMAGE_TAG'];
  if (!tag) return;
  const image = world.putImage(repository, tag);
  if (variables['SIMULATOR_OUTCOME'] !== 'crash') return;
  const log = ['Error: DATABASE_URL is not set'];
  world.setOutcome({ image }, { kind: 'crash', exitCode: 1, afterSeconds: 1, log });
}
