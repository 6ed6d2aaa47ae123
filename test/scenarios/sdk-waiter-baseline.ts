import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  waitUntilServicesStable,
} from '@aws-sdk/client-ecs';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { setTimeout as delay } from 'node:timers/promises';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import type { RecordedCall } from '../simulator/protocol/aws-endpoint';
import { withTimersOf } from '../virtual-timers';
import { missingFor } from './verdict-invariants';
import { imageOf } from './given/givens';
import { scheduleWhatHappens, truthOf } from './play';
import type { Scenario } from './scenario';

/** What becomes of the same rollout in other hands: one UpdateService, then the waiter of the SDK. */
export interface WaiterRun {
  readonly conclusion: 'SUCCESS' | 'TIMEOUT' | 'FAILURE' | 'hangs' | 'no update';
  /** What is not as SUCCESS says. */
  readonly lies: readonly string[];
  /** From the update until the waiter concluded. */
  readonly seconds: number;
  /** From the update until the circuit breaker of ECS gave the deployment up; absent where it did not, or is off. */
  readonly breakerSeconds?: number;
  /** The release serves in full, and goes on to, once ECS was left alone for long enough. */
  readonly servesInTheEnd: boolean;
}

const place = { cluster: 'shop', service: 'web' };
const waiterSeconds = 1_800;
/** How long ECS gets to show whether its circuit breaker triggers. */
const breakerPatienceSeconds = 3_600;
/** After that, until what fails late has failed; and for so long it then has to serve without a break. */
const lateFailureSeconds = 300;
const steadySeconds = 600;

export async function waiterRunOf(scenario: Scenario): Promise<WaiterRun> {
  const fixture = await openServiceFixture(scenario.fixture);
  const { aws } = fixture;
  const client = new ECSClient({
    ...aws.clientConfig,
    // As many attempts as the SDK makes; the pauses between them would be real time.
    retryStrategy: new ConfiguredRetryStrategy(3, 0),
  });
  try {
    await scenario.given?.(fixture);
    const before = truthOf(fixture);
    const update = scheduleWhatHappens(scenario, fixture);
    const revision = await updated(client, fixture, scenario);
    const conclusion = revision === undefined ? 'no update' : await waited(client, fixture);
    const concludedAt = aws.clock.now();
    const lies = conclusion === 'SUCCESS' ? missingFor(revision ?? '', before, truthOf(fixture)) : [];
    const triggeredAt = await breakerTime(fixture);
    const startedAt = update.at ?? concludedAt;
    await aws.clock.sleep(lateFailureSeconds * 1000);
    const servesInTheEnd = revision !== undefined && (await servesSteadily(fixture, revision, before));
    return {
      conclusion,
      lies,
      seconds: (concludedAt - startedAt) / 1000,
      servesInTheEnd,
      ...(triggeredAt === undefined ? {} : { breakerSeconds: (triggeredAt - startedAt) / 1000 }),
    };
  } finally {
    client.destroy();
    await fixture.close();
  }
}

/** The same change of the task definition, made as everybody makes it; the revision, unless an error ends it. */
async function updated(
  client: ECSClient,
  fixture: ServiceFixture,
  { argv }: Scenario,
): Promise<string | undefined> {
  try {
    await client.send(new DescribeServicesCommand({ cluster: 'shop', services: ['web'] }));
    const taskDefinition = argv?.[0] === 'rollback' ? 'web:1' : await registered(client, fixture);
    await client.send(new UpdateServiceCommand({ ...place, taskDefinition }));
    return taskDefinition;
  } catch {
    return undefined;
  }
}

async function registered(client: ECSClient, fixture: ServiceFixture): Promise<string> {
  const { taskDefinition: base = {} } = await client.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }),
  );
  const { family, cpu, memory, networkMode, requiresCompatibilities, executionRoleArn } = base;
  const containerDefinitions = (base.containerDefinitions ?? []).map((container) =>
    container.name === 'web' ? { ...container, image: imageOf(fixture, 'v2') } : container,
  );
  const { taskDefinition = {} } = await client.send(
    new RegisterTaskDefinitionCommand({
      ...{ family, cpu, memory, networkMode, requiresCompatibilities, executionRoleArn },
      containerDefinitions,
    }),
  );
  return `${family ?? ''}:${taskDefinition.revision ?? ''}`;
}

async function waited(client: ECSClient, { aws }: ServiceFixture): Promise<WaiterRun['conclusion']> {
  const given = new AbortController();
  return withTimersOf(aws.clock, async () => {
    const waiting = waitUntilServicesStable(
      { client, maxWaitTime: waiterSeconds, abortSignal: given.signal },
      { cluster: 'shop', services: ['web'] },
    ).then(
      () => 'SUCCESS' as const,
      (error: unknown) =>
        (error as Error).name === 'TimeoutError' ? ('TIMEOUT' as const) : ('FAILURE' as const),
    );
    return Promise.race([waiting, hang(aws.calls, given.signal)]).finally(() => given.abort());
  });
}

const hangPollMs = 50;

/** The SDK has no request timeout of its own: a server that never answers holds the waiter for ever. */
async function hang(calls: readonly RecordedCall[], signal: AbortSignal): Promise<'hangs'> {
  while (!signal.aborted && !isEndless(calls.at(-1))) await delay(hangPollMs);
  return 'hangs';
}

const isEndless = (call: RecordedCall | undefined) => call?.fault === 'hang' || call?.fault === 'half-reply';

/** Tasks that crash and are replaced serve at many a moment, and never for long. */
async function servesSteadily(
  fixture: ServiceFixture,
  revision: string,
  before: ReturnType<typeof truthOf>,
): Promise<boolean> {
  const { clock } = fixture.aws;
  const end = clock.now() + steadySeconds * 1000;
  const isServing = () => missingFor(revision, before, truthOf(fixture)).length === 0;
  while (isServing() && clock.now() < end) await clock.sleep(5_000);
  return isServing();
}

async function breakerTime(fixture: ServiceFixture): Promise<number | undefined> {
  const { clock } = fixture.aws;
  const deadline = clock.now() + breakerPatienceSeconds * 1000;
  const isOn = () => truthOf(fixture)?.isRolloutInFlight && clock.now() < deadline;
  while (truthOf(fixture)?.breakerTriggeredAt === undefined && isOn()) await clock.sleep(10_000);
  return truthOf(fixture)?.breakerTriggeredAt;
}
