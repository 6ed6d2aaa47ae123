import type { RecordedCall } from '../simulator/aws-endpoint';
import type { Truth } from '../simulator/ecs/truth';
import { openShop, type Shop } from '../shop';
import type { Facts } from './law';
import type { Scenario } from './scenario';
import { openSite } from './site';

/** A scenario as it went. Times are milliseconds of the simulator's clock. */
export interface Played {
  readonly facts: Facts;
  /** When the run's first UpdateService took effect, if one did. */
  readonly updatedAt: number | undefined;
  readonly endedAt: number;
  /** When tasks failed after that. */
  readonly failures: readonly number[];
  /** When the log first had the words of the cause. */
  readonly causeAt: number | undefined;
  /** What the run asked of AWS. */
  readonly calls: readonly RecordedCall[];
}

/** Runs a scenario in virtual time; `look` sees the shop before it closes. */
export async function play(scenario: Scenario, look: (shop: Shop) => void = () => {}): Promise<Played> {
  const { env = {}, argv = ['deploy'], wire, skewHours = 0, expected } = scenario;
  const shop = await openShop(scenario.shop);
  const { aws } = shop;
  const site = scenario.site ? await openSite(scenario.site) : undefined;
  try {
    await scenario.given?.(shop);
    const before = truthOf(shop);
    const firstCall = aws.calls.length;
    const update = scheduleWhatHappens(scenario, shop);
    let log = '';
    let causeAt: number | undefined;
    const clock = { ...aws.clock, now: () => aws.clock.now() + skewHours * 3_600_000 };
    const run = await shop.run(argv, {
      env: { ...env, ...(site ? { ECS_CD_HEALTH_CHECK_URL: site.url } : {}) },
      clock,
      ...(wire ? { wire } : {}),
      onLog(text) {
        log += text;
        if (expected.cause !== undefined && log.includes(expected.cause)) causeAt ??= aws.clock.now();
      },
    });
    const endedAt = aws.clock.now();
    const calls = aws.calls.slice(firstCall);
    const after = truthOf(shop);
    look(shop);
    const failures = after?.failures.filter((at) => at >= (update.at ?? Infinity)) ?? [];
    return {
      facts: {
        ...run,
        changes: changesIn(calls),
        isRollbackOff: env['ECS_CD_ROLLBACK'] === 'off',
        ...(site ? { answers: site.answers } : {}),
        before,
        after,
      },
      updatedAt: update.at,
      endedAt,
      failures,
      causeAt,
      calls,
    };
  } finally {
    site?.close();
    await shop.close();
  }
}

/** What happens goes by the time of the first UpdateService that takes effect, whoever sends it. */
export function scheduleWhatHappens({ during = {} }: Scenario, shop: Shop): { readonly at?: number } {
  const { aws } = shop;
  const update: { at?: number } = {};
  aws.onCall(({ operation }) => {
    if (operation !== 'UpdateService' || update.at !== undefined) return;
    update.at = aws.clock.now();
    for (const [seconds, happens] of Object.entries(during)) {
      if (seconds === '0') happens(shop);
      else aws.clock.schedule(Number(seconds) * 1000, () => happens(shop));
    }
  });
  return update;
}

export function truthOf({ aws }: Shop): Truth | undefined {
  try {
    return aws.truth('web');
  } catch {
    return undefined;
  }
}

const reads = /^(Describe|List|Get|BatchGet|Simulate)/;

/** A reply that is lost is no less of a change. */
export function changesIn(calls: readonly RecordedCall[]): string[] {
  return calls
    .filter(
      ({ operation, refused }) =>
        !reads.test(operation) && (refused === undefined || refused === 'lost-reply'),
    )
    .map(({ operation }) => operation);
}
