import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import type { Clock } from '../runner/clock';
import {
  openServiceFixture,
  type FixtureOptions,
  type FixtureRun,
  type ServiceFixture,
} from './service-fixture';
import type { TaskOutcome } from './simulator/ecs/tasks/scripted-tasks';
import type { RequestHandler } from './simulator/protocol/in-memory-handler';
import type { SimulatorClock } from './simulator/clock';
import type { Run } from './run';

/** The small account once more, with further services beside `web`, each of a family of its name. */
export interface SeveralServices extends ServiceFixture {
  /** What becomes of new tasks of these services; those of others are healthy. */
  fates(outcomes: Readonly<Record<string, TaskOutcome>>): void;
  /** What each service runs as its PRIMARY now. */
  running(): string[];
}

export async function openSeveralServices(
  names = ['web', 'worker', 'beat'],
  options: FixtureOptions = {},
): Promise<SeveralServices> {
  const fixture = await openServiceFixture(options);
  const { aws, env } = fixture;
  const { world } = aws;
  for (const family of names.slice(1)) {
    world.registerTaskDefinition({
      family,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::123456789012:role/web-execution',
      containerDefinitions: [
        {
          name: family,
          image: `${env['REPOSITORY_URL']}@${world.imageDigest('team/web', 'v1')}`,
          healthCheck: { command: ['CMD', 'true'] },
        },
      ],
    });
    world.createService({
      cluster: 'shop',
      name: family,
      taskDefinition: family,
      desiredCount: 2,
      ...(options.configuration ? { deploymentConfiguration: options.configuration } : {}),
      settings: { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'] } } },
    });
  }
  await aws.clock.sleep(3_600_000);
  const all = { SERVICE_NAME: names.join(','), TASK_FAMILY: names.join(',') };
  const run = (argv: readonly string[], { env: more, ...rest }: FixtureRun = {}): Promise<Run> => {
    const { clock, requestHandler } = concurrent(
      rest.clock ?? aws.clock,
      aws.clock,
      handlerIn(rest) ?? aws.requestHandler,
    );
    return fixture.run(argv, {
      ...rest,
      env: { ...all, ...more },
      clock,
      wire: { ...rest.wire, requestHandler },
    });
  };
  return {
    ...fixture,
    env: { ...env, ...all },
    run,
    deploy: (more) => run(['deploy'], more),
    fates(outcomes) {
      world.outcomeOf = ({ taskDefinition }) => {
        const [family = '', revision] = taskDefinition.split(':');
        return (revision === '1' ? undefined : outcomes[family]) ?? { kind: 'healthy' };
      };
    },
    running: () => names.map((name) => aws.truth(name).primary?.taskDefinition ?? 'none'),
  };
}

/** The service made anew, with this in place of what its deployments had to go through. */
export async function reconfigured(
  { aws: { world, clock } }: SeveralServices,
  name: string,
  deploymentConfiguration: DeploymentConfiguration = {},
): Promise<void> {
  world.forgetService('shop', name);
  world.createService({
    cluster: 'shop',
    name,
    taskDefinition: name,
    desiredCount: 2,
    deploymentConfiguration,
  });
  await clock.sleep(600_000);
}

const handlerIn = ({ wire }: FixtureRun) => wire?.requestHandler as RequestHandler | undefined;

/**
 * Virtual time for a run that waits for several things at once: it passes when all of them wait and no request is on its
 * way, up to the first of the times that are waited for.
 */
function concurrent(
  { sleep }: Pick<Clock, 'sleep'>,
  time: SimulatorClock,
  handler: RequestHandler,
): { readonly clock: Clock; readonly requestHandler: RequestHandler } {
  const waiting = new Set<{ readonly at: number; wake(): void }>();
  let underWay = 0;
  let isTurning = false;
  const turn = async () => {
    isTurning = true;
    while (waiting.size > 0) {
      for (let quiet = 0; quiet < 4; quiet = underWay > 0 ? 0 : quiet + 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      const next = Math.min(...[...waiting].map(({ at }) => at));
      // All of them may have been called off meanwhile.
      if (next > time.now() && waiting.size > 0) await time.sleep(next - time.now());
      for (const one of waiting) if (one.at <= time.now()) one.wake();
    }
    isTurning = false;
  };
  return {
    clock: {
      now: () => time.now(),
      timeout: (milliseconds) => time.timeout(milliseconds),
      async sleep(milliseconds, signal) {
        // Whoever may not go on learns it here.
        await sleep(0);
        if (!signal?.aborted)
          await new Promise<void>((resolve) => {
            const one = {
              at: time.now() + milliseconds,
              wake() {
                waiting.delete(one);
                signal?.removeEventListener('abort', one.wake);
                resolve();
              },
            };
            waiting.add(one);
            signal?.addEventListener('abort', one.wake);
            if (!isTurning) void turn();
          });
        await sleep(0);
      },
    },
    requestHandler: {
      ...handler,
      async handle(...request) {
        underWay += 1;
        try {
          return await handler.handle(...request);
        } finally {
          underWay -= 1;
        }
      },
    },
  };
}
