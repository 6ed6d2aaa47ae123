import { expect } from 'chai';
import { pausedAfterScaleUp } from '../../scenarios/given/givens';
import { openSeveralServices, reconfigured, type SeveralServices } from '../../several-services';

const late = { kind: 'healthy', afterSeconds: 3_000 } as const;
const before = ['web:1', 'worker:1', 'beat:1'];
const released = ['web:2', 'worker:2', 'beat:2'];

/** The job waits for an answer (ECS_CD_ON_PAUSE is wait) when it has to end. */
describe('a service that a pause hook holds when the job of several ends', () => {
  let fixture: SeveralServices;
  afterEach(() => fixture.close());

  const ends = {
    SIGTERM: () => {
      const interrupter = new AbortController();
      fixture.aws.clock.schedule(200_000, () => interrupter.abort('SIGTERM'));
      return { interruption: interrupter.signal };
    },
    'its time limit': () => {
      const CI_JOB_STARTED_AT = new Date(fixture.aws.clock.now()).toISOString();
      return { env: { CI_JOB_TIMEOUT: '300', CI_JOB_STARTED_AT } };
    },
  };
  const cases: [string, keyof typeof ends, string[], boolean, string, number, readonly string[], RegExp][] = [
    ['goes back with those that come up', 'SIGTERM', ['beat'], true, 'together', 143, before, /beat:1/],
    ['goes back with those that serve', 'SIGTERM', ['beat'], false, 'together', 143, before, /beat:1/],
    ['goes back with those that come up', 'its time limit', ['beat'], true, 'together', 7, before, /beat:1/],
    [
      ...(['stays where all are held', 'SIGTERM', ['web', 'worker', 'beat'], false, 'together'] as const),
      ...([143, released, /goes on waiting for somebody to continue it/] as const),
    ] as never,
    [
      ...(['stays beside those that serve, aloud', 'its time limit', ['beat'], false, 'together'] as const),
      ...([7, released, /ecs-cd follow[^]*beat needs-attention: they run different releases now/] as const),
    ] as never,
    [
      ...(['goes back with those before it', 'SIGTERM', ['worker'], false, 'one-by-one'] as const),
      ...([143, before, /beat: not begun/] as const),
    ] as never,
  ];
  for (const [what, end, gated, isLate, ECS_CD_ORDER, exit, running, words] of cases)
    it(`${what}, at ${end}, ${ECS_CD_ORDER}`, async () => {
      fixture = await openSeveralServices();
      for (const name of gated) await reconfigured(fixture, name, pausedAfterScaleUp);
      if (isLate) fixture.fates({ worker: late });
      const { env, ...options } = { env: {}, ...ends[end]() };
      const { exitCode, log } = await fixture.deploy({
        ...options,
        env: { ...env, ECS_CD_ON_PAUSE: 'wait', ECS_CD_ORDER },
      });
      expect(exitCode, log).to.equal(exit);
      expect(log).to.match(words);
      await fixture.aws.clock.sleep(60_000);
      expect(fixture.running(), log).to.deep.equal(running);
    });
});
