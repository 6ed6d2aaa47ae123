import type { RecordedCall } from '../simulator/aws-endpoint';
import type { Truth } from '../simulator/ecs/truth';
import type { Timings } from '../simulator/timings';
import { changesIn, truthOf } from '../scenarios/play';
import type { Facts } from '../scenarios/law';
import { openSite } from '../scenarios/site';
import { openShop, type Shop } from '../shop';
import { handlerByTurns } from '../patience';
import { lend, outcomesOf, shopOptionsOf } from './setting';
import type { Story } from './story';

/** One run of a story. Times are milliseconds of the simulator's clock. */
export interface Told extends Omit<Facts, 'after'> {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly cancelledAt: number | undefined;
  /** What was true at the beginning and the end; where answers are old, whenever AWS was asked something, too. */
  readonly truths: readonly Moment[];
  /** What was true when a change took effect, in order. */
  readonly changeMoments: readonly (Moment & { readonly operation: string })[];
  readonly calls: readonly RecordedCall[];
}

export interface Moment {
  readonly at: number;
  readonly truth: Truth | undefined;
}

const quick: Partial<Timings> = {
  provisioningMs: 2_000,
  healthyAfterRunningMs: 5_000,
  firstBackoffMs: 5_000,
  deregistrationDelayMs: 4_000,
  deprovisioningMs: 2_000,
  rollbackMs: 12_000,
  alarmBakeMs: 20_000,
};
const pauseSeconds = 20;
export const healthCheckSeconds = 20;

const isChange = (operation: string) =>
  operation === 'UpdateService' || operation === 'StopServiceDeployment';

/** Plays a story from its beginning to its end, in virtual time. */
export async function tell(story: Story): Promise<Told[]> {
  const { command, faults } = story;
  const shop = await openShop(shopOptionsOf(story));
  const { aws } = shop;
  try {
    const truths: Moment[] = [];
    const look = () => void truths.push({ at: aws.clock.now(), truth: truthOf(shop) });
    look();
    // Only of old answers does it matter what was true before.
    if (faults.some(({ kind }) => kind === 'stale')) aws.onCall(look);
    if (story.pace === 'quick') aws.world.setTimings(quick);
    if (command === 'rollback' || command === 'deploy again') {
      // Something to go back from, or to.
      await shop.deploy();
      await aws.clock.sleep(3_600_000);
    }
    if (command === 'deploy again') {
      lend({ at: 0, does: 'deploy' }, shop);
      await aws.clock.sleep(10_000);
      lend({ at: 0, does: 'stop' }, shop);
      await aws.clock.sleep(5_000);
    }
    aws.world.outcomeOf = outcomesOf(story);
    if (story.recordDelay !== undefined) aws.world.setRecordDelay(story.recordDelay);
    for (const { times = Infinity, ...fault } of faults) aws.faults.add({ ...fault, times });
    for (const hand of story.hands) aws.clock.schedule(hand.at * 1000 + 500, () => lend(hand, shop));
    look();

    const runs = [await tellRun(story, shop, story.cancelledAt)];
    look();
    if (command === 'deploy twice') {
      await aws.clock.sleep(pauseSeconds * 1000);
      runs.push(await tellRun(story, shop, undefined));
      look();
    }
    return runs.map((run) => ({ ...run, truths: truths.filter(({ at }) => at <= run.endedAt) }));
  } finally {
    await shop.close();
  }
}

async function tellRun(
  story: Story,
  shop: Shop,
  cancelAfterSeconds: number | undefined,
): Promise<Omit<Told, 'truths'>> {
  const { aws } = shop;
  const { command, timeoutSeconds, rollback, failFast, preflight, faults, answers, bakeSeconds } = story;
  const isDeploy = command !== 'rollback';
  const site = answers && isDeploy ? await openSite(answers) : undefined;
  const changeMoments: (Moment & { readonly operation: string })[] = [];
  aws.onCall(({ operation, at }) => {
    if (isChange(operation)) changeMoments.push({ operation, at, truth: truthOf(shop) });
  });
  const startedAt = aws.clock.now();
  const firstCall = aws.calls.length;
  const before = truthOf(shop);
  const interrupter = new AbortController();
  let cancelledAt: number | undefined;
  if (cancelAfterSeconds !== undefined) {
    aws.clock.schedule(cancelAfterSeconds * 1000, () => {
      cancelledAt = aws.clock.now();
      interrupter.abort('SIGTERM');
    });
  }
  const isSlow = faults.some(({ kind }) => kind === 'hang' || kind === 'half-reply');
  const run = await shop.run([isDeploy ? 'deploy' : 'rollback'], {
    env: {
      ECS_CD_TIMEOUT: `${timeoutSeconds}s`,
      ECS_CD_ROLLBACK: rollback,
      ECS_CD_FAIL_FAST: failFast,
      ECS_CD_HEALTH_CHECK_URL: site?.url,
      ECS_CD_HEALTH_CHECK_TIMEOUT: `${healthCheckSeconds}s`,
      ECS_CD_BAKE_TIME: `${bakeSeconds ?? 0}s`,
      ECS_CD_PREFLIGHT: preflight,
    },
    interruption: interrupter.signal,
    ...(isSlow ? { wire: { requestHandler: handlerByTurns() } } : {}),
  });
  site?.close();
  const calls = aws.calls.slice(firstCall);
  return {
    ...run,
    changeMoments,
    ...(site ? { answers: site.answers } : {}),
    changes: changesIn(calls),
    isRollbackOff: rollback === 'off',
    before,
    startedAt,
    endedAt: aws.clock.now(),
    cancelledAt,
    calls,
  };
}
