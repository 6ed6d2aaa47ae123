import { expect } from 'chai';
import { killOf } from './killed-run';
import { breaker, breakerAlone } from '../scenarios/given/givens';
import { changesIn, truthOf } from '../scenarios/play';
import { liesOf } from '../scenarios/verdict-invariants';
import { openServiceFixture, type FixtureOptions, type ServiceFixture } from '../service-fixture';
import { quickTimings } from '../simulator/timings';
import { exits } from '../run';

interface Story {
  readonly command: 'deploy' | 'rollback';
  readonly exitCode: number;
  /** What PRIMARY runs in the end. */
  readonly revision: string;
  readonly configuration?: FixtureOptions['configuration'];
  readonly env?: Readonly<Record<string, string>>;
  readonly given?: (fixture: ServiceFixture) => unknown;
}

const crash = ({ newTasks }: ServiceFixture) => newTasks({ kind: 'crash', exitCode: 1, afterSeconds: 2 });
const failed = { command: 'deploy', exitCode: 6, revision: 'web:1', given: crash } as const;

const stories: Readonly<Record<string, Story>> = {
  'a deploy that succeeds': { command: 'deploy', exitCode: 0, revision: 'web:2' },
  'a deploy that crashes and is stopped': failed,
  'a deploy that crashes and is updated back': {
    ...failed,
    given(fixture) {
      crash(fixture);
      fixture.aws.world.setRecordDelay('never');
    },
  },
  'a deploy that ECS rolls back': {
    ...failed,
    configuration: breaker,
    env: { ECS_CD_FAIL_FAST: 'off' },
  },
  'a deploy that crashes and is left in place': {
    ...failed,
    env: { ECS_CD_ROLLBACK: 'off' },
    exitCode: 7,
    revision: 'web:2',
  },
  'a rollback': { command: 'rollback', exitCode: 0, revision: 'web:2', given: deployTwice },
  'a rollback to what crashes now': {
    command: 'rollback',
    exitCode: 7,
    revision: 'web:2',
    async given(fixture) {
      await deployTwice(fixture);
      crash(fixture);
    },
  },
};

async function deployTwice({ aws, deploy }: ServiceFixture): Promise<void> {
  aws.world.putImage('team/web', 'v3', { revision: 'commit-v3' });
  for (const tag of ['v2', 'v3']) await deploy({ env: { DOCKER_TAG: tag } });
  await aws.clock.sleep(3_600_000);
}

async function opened({ configuration, given }: Story): Promise<ServiceFixture> {
  const fixture = await openServiceFixture(configuration ? { configuration } : {});
  fixture.aws.world.setTimings(quickTimings);
  await given?.(fixture);
  return fixture;
}

interface Plain {
  /** One of each kind: AWS, which is all that the next run can look at, differs in its time and in what was changed. */
  readonly moments: readonly number[];
  readonly changes: readonly string[];
}

/** Before the update, the next run of one story is that of all others with its command. */
const seen = new Set<string>();

async function plainRunOf(story: Story): Promise<Plain> {
  const fixture = await opened(story);
  const { calls, clock } = fixture.aws;
  const first = calls.length;
  const changes = () => changesIn(calls.slice(first));
  const moments: number[] = [];
  const { options } = killOf(fixture, (moment) => {
    const isUpdated = changes().includes('UpdateService');
    const kind = [isUpdated ? clock.now() : story.command, changes().length].join();
    if (!seen.has(kind)) moments.push(moment);
    seen.add(kind);
  });
  const { exitCode, log } = await fixture.run([story.command], { ...options, env: story.env ?? {} });
  await fixture.close();
  expect(exitCode, log).to.equal(story.exitCode);
  return { moments, changes: changes() };
}

/** What is wrong with the run that comes after one that was killed at this moment. */
async function wrongAfter(moment: number, story: Story, plain: Plain): Promise<string[]> {
  const { command, env = {}, exitCode, revision } = story;
  const fixture = await opened(story);
  const { calls } = fixture.aws;
  const start = calls.length;
  const { options } = killOf(fixture, (at, kill) => {
    if (at === moment) kill.now();
  });
  await fixture.run([command], { ...options, env });
  const [before, again] = [truthOf(fixture), calls.length];
  const run = await fixture.run([command], { env });
  const after = truthOf(fixture);
  await fixture.close();
  const [first, second, all] = [calls.slice(start, again), calls.slice(again), calls.slice(start)].map(
    changesIn,
  );
  const isOver = first?.length === plain.changes.length && before?.isRolloutInFlight === false;
  // What has been undone to the end is tried anew, with the revision that there is.
  const expected = isOver && exitCode === 6 ? [...plain.changes, ...plain.changes.slice(1)] : plain.changes;
  const isRollbackOff = env['ECS_CD_ROLLBACK'] === 'off';
  const wrong = liesOf({ ...run, changes: second ?? [], isRollbackOff, before, after });
  if (run.exitCode !== exitCode) wrong.push(`exit ${run.exitCode}`);
  if (after?.primary?.taskDefinition !== revision) wrong.push(`${after?.primary?.taskDefinition} is PRIMARY`);
  if (all?.join() !== expected.join()) wrong.push(`${all?.join()} in place of ${expected.join()}`);
  return wrong.map((what) => `killed at ${moment}: ${what}\n${run.log}`);
}

describe('a run that is killed before or after any of its calls, and then runs again', () => {
  for (const [name, story] of Object.entries(stories)) {
    it(`ends as it would have: ${name}`, async () => {
      const plain = await plainRunOf(story);
      const wrong: string[] = [];
      for (const moment of plain.moments) wrong.push(...(await wrongAfter(moment, story, plain)));
      expect(wrong.join('\n\n')).to.equal('');
    });
  }
});

describe('a run after one that was killed', () => {
  let fixture: ServiceFixture;
  afterEach(() => fixture.close());
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  const count = (operation: string) => fixture.changes().filter((change) => change === operation).length;

  it('deploys again after a rollback that has ended: a retry is a new attempt', async () => {
    await open({ configuration: breaker });
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    expect((await fixture.deploy()).exitCode).to.equal(6);
    fixture.newTasks({ kind: 'healthy' });
    await exits(0, fixture.deploy());
    expect([count('RegisterTaskDefinition'), count('UpdateService')]).to.deep.equal([1, 2]);
  });

  describe('after the circuit breaker stopped the deployment and put nothing back', () => {
    beforeEach(async () => {
      await open({ configuration: breakerAlone });
      fixture.newTasks({ kind: 'crash', exitCode: 1 });
      expect((await fixture.deploy({ env: { ECS_CD_ROLLBACK: 'off' } })).exitCode).to.equal(7);
      fixture.newTasks({ kind: 'healthy' });
    });

    it('undoes it, as the killed run would have done', async () => {
      await exits(6, fixture.deploy());
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
      expect(count('RegisterTaskDefinition')).to.equal(1);
    });

    it('tries anew where rollback is off, as a revision of its own', async () => {
      await exits(0, fixture.deploy({ env: { ECS_CD_ROLLBACK: 'off' } }));
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:3', healthyCount: 2 });
    });
  });
});
