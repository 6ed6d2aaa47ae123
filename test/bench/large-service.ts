import { openLargeService } from '../recipes/large-service';
import { millisecondsToObey, peakMegabytes, programs } from './program';
import type { ServiceFixture } from '../service-fixture';

/** A failed deployment. */
const rolledBack = 6;

/** What following a deployment to a large service costs, whose new tasks write megabytes and end. */
export async function largeServiceCosts(
  env: Readonly<Record<string, string>>,
  ticking: <T>(fixture: ServiceFixture, run: () => Promise<T>) => Promise<T>,
): Promise<{ readonly megabytes: number; readonly secondsToObey: number; readonly callsPerMinute: number }> {
  const crashing = async <T>(
    run: (env: Readonly<Record<string, string>>, fixture: ServiceFixture) => Promise<T>,
  ) => {
    const fixture = await openLargeService('crash');
    try {
      return await ticking(fixture, () => run({ ...fixture.env, ...env }, fixture));
    } finally {
      await fixture.close();
    }
  };
  const deploy = [...programs.bundle, 'deploy'];
  return {
    megabytes: await crashing((all) => peakMegabytes(deploy, all, rolledBack)),
    secondsToObey: await crashing(
      async (all, { aws }) =>
        (await millisecondsToObey(deploy, all, (signal) =>
          // In the middle of what takes longest to read.
          aws.onCall(({ operation }) => operation === 'GetLogEvents' && signal()),
        )) / 1000,
    ),
    callsPerMinute: await callsPerMinute(),
  };
}

async function callsPerMinute(): Promise<number> {
  const fixture = await openLargeService('never-starts');
  try {
    await fixture.deploy({ env: { ECS_CD_TIMEOUT: '10m' } });
    const { calls } = fixture.aws;
    const updatedAt = calls.find(({ operation }) => operation === 'UpdateService')?.at ?? NaN;
    // From the second minute to the ninth: the first has the start in it, the last the way back.
    const minutes = 8;
    const from = updatedAt + 60_000;
    return calls.filter(({ at }) => at >= from && at < from + minutes * 60_000).length / minutes;
  } finally {
    await fixture.close();
  }
}
