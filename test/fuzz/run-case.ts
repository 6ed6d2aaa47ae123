import { exitCodes } from '../../runner/errors';
import type { RecordedCall } from '../simulator/protocol/aws-endpoint';
import type { Truth } from '../simulator/ecs/truth';
import { quickTimings } from '../simulator/timings';
import { changeMomentsOf, changesIn, truthOf, type ChangeMoment } from '../scenarios/play';
import type { Facts } from '../scenarios/verdict-invariants';
import { openHealthEndpoint, type HealthEndpoint } from '../health-endpoint';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { act, outcomesOf, fixtureOptionsOf, targetGroup } from './setting';
import type { FuzzCase } from './fuzz-case';
import { handlerByTurns } from '../patience';

/** One run of a story. Times are milliseconds of the simulator's clock. */
export interface RanCase extends Omit<Facts, 'after'> {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly cancelledAt: number | undefined;
  /** What was true at the beginning and the end; where answers are old, whenever AWS was asked something, too. */
  readonly truths: readonly Moment[];
  /** When the service was changed, in order. */
  readonly changeMoments: readonly ChangeMoment[];
  readonly calls: readonly RecordedCall[];
  /** What the address on test traffic had answered whenever the run let a deployment go on. */
  readonly answersAtGo: readonly {
    readonly revision: string | undefined;
    readonly statuses: readonly number[];
  }[];
}

export interface Moment {
  readonly at: number;
  readonly truth: Truth | undefined;
}

const pauseSeconds = 20;
export const checkSecondsOf = ({ checkSeconds = 20 }: FuzzCase): number => checkSeconds;

/** Plays a story from its beginning to its end, in virtual time. */
export async function runCase(fuzzCase: FuzzCase): Promise<RanCase[]> {
  const { command, faults } = fuzzCase;
  const fixture = await openServiceFixture(fixtureOptionsOf(fuzzCase));
  const { aws } = fixture;
  try {
    const truths: Moment[] = [];
    const look = () => void truths.push({ at: aws.clock.now(), truth: truthOf(fixture) });
    look();
    // Only of old answers does it matter what was true before.
    if (faults.some(({ kind }) => kind === 'stale')) aws.onCall(look);
    if (fuzzCase.pace === 'quick') aws.world.setTimings(quickTimings);
    const { lambda, drainSeconds } = fuzzCase.service;
    if (lambda) aws.world.setTimings({ lambdaHookMs: lambda.seconds * 1000 });
    if (drainSeconds !== undefined) aws.world.setDeregistrationDelay(targetGroup, drainSeconds);
    if (command === 'rollback' || command === 'deploy again') {
      // Something to go back from, or to.
      const good = fuzzCase.testAnswers && (await openHealthEndpoint([200]));
      await fixture.deploy({ env: { ECS_CD_TEST_HEALTH_CHECK_URL: good?.url } });
      await good?.close();
      await aws.clock.sleep(3_600_000);
    }
    if (command === 'deploy again') {
      act({ at: 0, does: 'deploy' }, fixture);
      await aws.clock.sleep(10_000);
      act({ at: 0, does: 'stop' }, fixture);
      await aws.clock.sleep(5_000);
    }
    aws.world.outcomeOf = outcomesOf(fuzzCase);
    if (fuzzCase.recordDelay !== undefined) aws.world.setRecordDelay(fuzzCase.recordDelay);
    for (const { times = Infinity, ...fault } of faults) aws.faults.add({ ...fault, times });
    for (const hand of fuzzCase.hands) aws.clock.schedule(hand.at * 1000 + 500, () => act(hand, fixture));
    look();

    const runs = [await tellRun(fuzzCase, fixture, fuzzCase.cancelledAt)];
    look();
    const { gate = 'leave' } = fuzzCase;
    if (runs[0]?.exitCode === exitCodes.paused && gate !== 'leave' && command !== 'rollback') {
      await aws.clock.sleep(pauseSeconds * 1000);
      runs.push(await tellRun(fuzzCase, fixture, undefined, gate));
      look();
    }
    if (command === 'deploy twice') {
      await aws.clock.sleep(pauseSeconds * 1000);
      runs.push(await tellRun(fuzzCase, fixture, undefined));
      look();
    }
    return runs.map((run) => ({ ...run, truths: truths.filter(({ at }) => at <= run.endedAt) }));
  } finally {
    await fixture.close();
  }
}

async function tellRun(
  fuzzCase: FuzzCase,
  fixture: ServiceFixture,
  cancelAfterSeconds: number | undefined,
  answer?: 'continue' | 'reject',
): Promise<Omit<RanCase, 'truths'>> {
  const { aws } = fixture;
  const { command, timeoutSeconds, rollback, failFast, preflight, faults, bakeSeconds, gate } = fuzzCase;
  const isDeploy = command !== 'rollback';
  const isProven = isDeploy && answer !== 'reject';
  const siteOf = (script: readonly number[] | undefined) => script && openHealthEndpoint(script);
  const [site, testSite] = [await siteOf(fuzzCase.answers), await siteOf(fuzzCase.testAnswers)];
  const answersAtGo = answersAtGoOf(fixture, testSite);
  const changeMoments = changeMomentsOf(fixture);
  const startedAt = aws.clock.now();
  const firstCall = aws.calls.length;
  const before = truthOf(fixture);
  const interrupter = new AbortController();
  let cancelledAt: number | undefined;
  if (cancelAfterSeconds !== undefined) {
    aws.clock.schedule(cancelAfterSeconds * 1000, () => {
      cancelledAt = aws.clock.now();
      interrupter.abort('SIGTERM');
    });
  }
  const isSlow = faults.some(({ kind }) => kind === 'hang' || kind === 'half-reply');
  const run = await fixture.run([answer ?? (isDeploy ? 'deploy' : 'rollback')], {
    env: {
      ECS_CD_TIMEOUT: `${timeoutSeconds}s`,
      ECS_CD_ROLLBACK: rollback,
      ECS_CD_FAIL_FAST: failFast,
      ECS_CD_HEALTH_CHECK_URL: isProven ? site?.url : undefined,
      ECS_CD_TEST_HEALTH_CHECK_URL: testSite?.url,
      ECS_CD_HEALTH_CHECK_TIMEOUT: `${checkSecondsOf(fuzzCase)}s`,
      ECS_CD_BAKE_TIME: `${bakeSeconds ?? 0}s`,
      ECS_CD_PREFLIGHT: preflight,
      ECS_CD_ON_PAUSE: gate ? 'end' : 'wait',
    },
    interruption: interrupter.signal,
    ...(isSlow ? { wire: { requestHandler: handlerByTurns(aws) } } : {}),
  });
  await Promise.all([site?.close(), testSite?.close()]);
  const calls = aws.calls.slice(firstCall);
  // Nobody can see a hold that AWS does not show.
  const isShown = faults.length === 0 && (fuzzCase.recordDelay ?? 0) === 0;
  return {
    ...run,
    changeMoments: [...changeMoments],
    ...(isShown ? { changeTruths: changeMoments.map(({ truth }) => truth) } : {}),
    ...(site && isProven ? { answers: site.statuses } : {}),
    ...(testSite && isProven ? { testAnswers: testSite.statuses } : {}),
    answersAtGo: [...answersAtGo],
    changes: changesIn(calls),
    isRollbackOff: rollback === 'off',
    before,
    startedAt,
    endedAt: aws.clock.now(),
    cancelledAt,
    calls,
  };
}

function answersAtGoOf(fixture: ServiceFixture, testSite: HealthEndpoint | undefined) {
  const seen: RanCase['answersAtGo'][number][] = [];
  fixture.aws.onCall(({ operation, input }) => {
    if (operation !== 'ContinueServiceDeployment' || (input as { action?: string }).action !== 'CONTINUE')
      return;
    const { primary, desiredCount } = truthOf(fixture) ?? {};
    // Where nothing runs, nothing could answer.
    if (testSite && desiredCount !== 0)
      seen.push({ revision: primary?.taskDefinition, statuses: [...testSite.statuses] });
  });
  return seen;
}
