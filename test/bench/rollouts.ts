import { ECSClient, waitUntilServicesStable } from '@aws-sdk/client-ecs';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { withTimersOf } from '../virtual-timers';
import { medianOf } from './median';

/** Seconds count from the moment when the simulator's own truth says that the new revision alone serves, healthy. */
export interface Waiting {
  /** Until the one who waits says so. */
  readonly verdictSeconds: number;
  /** Until ECS itself says so: nobody who believes ECS can be sooner. */
  readonly ecsSeconds: number;
  readonly callsPerMinute: number;
}

/** Rollouts of one to nine minutes: how soon a poll sees the end depends on where it falls between two of them. */
const healthyAfterSeconds = Array.from({ length: 12 }, (_, index) => 17 + index * 41.7);

/** One after the other, on virtual time: each rollout followed by a deploy, and followed by the waiter of the SDK. */
export async function waitingTimes(): Promise<{ readonly ecsCd: Waiting; readonly sdkWaiter: Waiting }> {
  const ecsCd: Waiting[] = [];
  const sdkWaiter: Waiting[] = [];
  for (const afterSeconds of healthyAfterSeconds) {
    ecsCd.push(await measured(afterSeconds, deploy));
    sdkWaiter.push(await measured(afterSeconds, updateAndWait(afterSeconds)));
  }
  return { ecsCd: medians(ecsCd), sdkWaiter: medians(sdkWaiter) };
}

async function measured(
  afterSeconds: number,
  deployTo: (fixture: ServiceFixture) => Promise<void>,
): Promise<Waiting> {
  const fixture = await openServiceFixture();
  const { aws } = fixture;
  try {
    checkHealth(fixture);
    fixture.newTasks({ kind: 'healthy', afterSeconds });
    const ecsEnded = endOfRollout(fixture);
    await deployTo(fixture);
    const ended = aws.clock.now();
    const { healthySince = NaN, taskDefinition } = aws.truth('web');
    if (taskDefinition === 'web:1') throw new Error('the rollout is not over');
    const update = aws.calls.findIndex(({ operation }) => operation === 'UpdateService');
    const polls = aws.calls.slice(update + 1).filter(({ at }) => at <= healthySince);
    const waitedMinutes = (healthySince - (aws.calls[update]?.at ?? NaN)) / 60_000;
    return {
      verdictSeconds: (ended - healthySince) / 1000,
      ecsSeconds: (ecsEnded() - healthySince) / 1000,
      callsPerMinute: polls.length / waitedMinutes,
    };
  } finally {
    await fixture.close();
  }
}

/** Newer revisions, for a deploy and for the waiter, whose container says when it is healthy. */
function checkHealth({ aws: { world }, env }: ServiceFixture): void {
  const image = `${env['REPOSITORY_URL']}@${world.imageDigest('team/web', 'v1')}`;
  const healthCheck = { command: ['CMD', 'true'] };
  for (const family of ['web', 'outside']) {
    world.registerTaskDefinition({
      family,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::123456789012:role/web-execution',
      containerDefinitions: [{ name: 'web', image, healthCheck }],
    });
  }
}

/** When ECS called the rollout that is to come over, in milliseconds of the simulator's clock. */
function endOfRollout({ aws: { clock, truth } }: ServiceFixture): () => number {
  let end = NaN;
  let wasInFlight = false;
  const look = () => {
    const { isRolloutInFlight } = truth('web');
    if (wasInFlight && !isRolloutInFlight) end = clock.now();
    wasInFlight = isRolloutInFlight;
    clock.schedule(100, look);
  };
  look();
  return () => end;
}

async function deploy(fixture: ServiceFixture): Promise<void> {
  const { exitCode, log } = await fixture.deploy();
  if (exitCode !== 0) throw new Error(`the deploy ended with exit code ${exitCode}:\n${log}`);
}

/** The waiter throws dice for its delays: other ones for each rollout, the same ones each time. */
const updateAndWait =
  (afterSeconds: number) =>
  async (fixture: ServiceFixture): Promise<void> => {
    await fixture.updateOutside();
    const client = new ECSClient(fixture.aws.clientConfig);
    try {
      const wait = () =>
        waitUntilServicesStable({ client, maxWaitTime: 3_600 }, { cluster: 'shop', services: ['web'] });
      await withTimersOf(fixture.aws.clock, wait, Math.round(afterSeconds * 1_000_003));
    } finally {
      client.destroy();
    }
  };

function medians(all: readonly Waiting[]): Waiting {
  return {
    verdictSeconds: medianOf(all.map(({ verdictSeconds }) => verdictSeconds)),
    ecsSeconds: medianOf(all.map(({ ecsSeconds }) => ecsSeconds)),
    callsPerMinute: medianOf(all.map(({ callsPerMinute }) => callsPerMinute)),
  };
}
