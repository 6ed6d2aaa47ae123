import { openServiceFixture } from '../service-fixture';
import { loadBalanced } from '../scenarios/given/givens';
import { imageNotFound, type TaskOutcome } from '../simulator/ecs/tasks/scripted-tasks';

const log = ['listening on 8080', 'Error: DATABASE_URL is not set'];

/** What can become of the new tasks, by the simulator's own names. */
export const outcomesOf = (image: string) =>
  ({
    healthy: { kind: 'healthy' },
    success: { kind: 'healthy' },
    crash: { kind: 'crash', exitCode: 1, log },
    'fails-to-start': imageNotFound(image),
    'never-starts': { kind: 'never-starts' },
    'unhealthy-container': { kind: 'unhealthy-container', log },
    'unhealthy-target': { kind: 'unhealthy-target', log },
  }) as const satisfies Readonly<Record<string, TaskOutcome>>;

export interface Trial {
  readonly outcome: keyof ReturnType<typeof outcomesOf>;
  /** The job's variables: only the names of things are taken. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The job log, as it is written. */
  readonly onLog: (text: string) => void;
}

/** Deploys to a service of those names in a simulated AWS, in virtual time. Answers the job's exit code. */
export async function tryDeployment({ outcome, env, onLog }: Trial): Promise<number> {
  const given = {
    repository: env['REPOSITORY_URL']?.replace(/^[^/]*\//, ''),
    tag: env['DOCKER_TAG'],
    cluster: env['CLUSTER_NAME'],
    service: env['SERVICE_NAME'],
    family: env['TASK_FAMILY'],
    stage: env['STAGE'],
  };
  const names = Object.fromEntries(Object.entries(given).filter(([, name]) => name));
  const fixture = await openServiceFixture({ names, service: loadBalanced });
  try {
    const { REPOSITORY_URL = '', DOCKER_TAG = '' } = fixture.env;
    fixture.newTasks(outcomesOf(`${REPOSITORY_URL}:${DOCKER_TAG}`)[outcome]);
    return (await fixture.deploy({ onLog })).exitCode;
  } finally {
    await fixture.close();
  }
}
