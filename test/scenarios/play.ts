import type { RecordedCall } from '../simulator/protocol/aws-endpoint';
import type { Truth } from '../simulator/ecs/truth';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { isUpdate } from './calls';
import type { Facts } from './verdict-invariants';
import type { Scenario } from './scenario';
import { openHealthEndpoint } from '../health-endpoint';
import { handlerByTurns } from '../patience';

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
export async function play(
  scenario: Scenario,
  look: (fixture: ServiceFixture) => void = () => {},
): Promise<Played> {
  const { env = {}, argv = ['deploy'], isSlow, skewHours = 0, expected } = scenario;
  const fixture = await openServiceFixture(scenario.fixture);
  const { aws } = fixture;
  const site = scenario.site ? await openHealthEndpoint(scenario.site) : undefined;
  const testSite = scenario.testSite ? await openHealthEndpoint(scenario.testSite) : undefined;
  try {
    await scenario.given?.(fixture);
    const before = truthOf(fixture);
    const firstCall = aws.calls.length;
    const update = scheduleWhatHappens(scenario, fixture);
    let log = '';
    let causeAt: number | undefined;
    const changeMoments = changeMomentsOf(fixture);
    const clock = { ...aws.clock, now: () => aws.clock.now() + skewHours * 3_600_000 };
    const run = await fixture.run(argv, {
      env: {
        ...env,
        ...(site ? { ECS_CD_HEALTH_CHECK_URL: site.url } : {}),
        ...(testSite ? { ECS_CD_TEST_HEALTH_CHECK_URL: testSite.url } : {}),
      },
      clock,
      ...(isSlow ? { wire: { requestHandler: handlerByTurns(aws) } } : {}),
      onLog(text) {
        log += text;
        if (expected.cause !== undefined && log.includes(expected.cause)) causeAt ??= aws.clock.now();
      },
    });
    const endedAt = aws.clock.now();
    const calls = aws.calls.slice(firstCall);
    const after = truthOf(fixture);
    look(fixture);
    const failures = after?.failures.filter((at) => at >= (update.at ?? Infinity)) ?? [];
    return {
      facts: {
        ...run,
        changes: changesIn(calls),
        isRollbackOff: env['ECS_CD_ROLLBACK'] === 'off',
        ...(site ? { answers: site.statuses } : {}),
        ...(testSite ? { testAnswers: testSite.statuses } : {}),
        before,
        after,
        changeTruths: changeMoments.map(({ truth }) => truth),
      },
      updatedAt: update.at,
      endedAt,
      failures,
      causeAt,
      calls,
    };
  } finally {
    await site?.close();
    await testSite?.close();
    await fixture.close();
  }
}

export interface ChangeMoment {
  readonly operation: string;
  /** Milliseconds of the simulator's clock. */
  readonly at: number;
  /** What was true before it took effect: whoever changes the service has looked at it in the same moment. */
  readonly truth: Truth | undefined;
}

/** The moments in which a deployment is begun or taken back from now on. */
export function changeMomentsOf(fixture: ServiceFixture): readonly ChangeMoment[] {
  const moments: ChangeMoment[] = [];
  let truth = truthOf(fixture);
  fixture.aws.onCall(({ operation, at }) => {
    if (isUpdate(operation) || operation === 'StopServiceDeployment') moments.push({ operation, at, truth });
    else if (operation === 'DescribeServices') truth = truthOf(fixture);
  });
  return moments;
}

/** What happens goes by the time of the first UpdateService that takes effect, whoever sends it. */
export function scheduleWhatHappens(
  { during = {} }: Scenario,
  fixture: ServiceFixture,
): { readonly at?: number } {
  const { aws } = fixture;
  const update: { at?: number } = {};
  aws.onCall(({ operation }) => {
    if (!isUpdate(operation) || update.at !== undefined) return;
    update.at = aws.clock.now();
    for (const [seconds, happens] of Object.entries(during)) {
      if (seconds === '0') happens(fixture);
      else aws.clock.schedule(Number(seconds) * 1000, () => happens(fixture));
    }
  });
  return update;
}

export function truthOf({ aws }: ServiceFixture): Truth | undefined {
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
