import { expect } from 'chai';
import { killOf } from './killed-run';
import { endsWith, oneOffTasks, pausedAfterScaleUp, pipelineJob } from '../scenarios/given/givens';
import { changesIn } from '../scenarios/play';
import { openSeveralServices, reconfigured, type SeveralServices } from '../several-services';
import { quickTimings } from '../simulator/timings';

const crash = { kind: 'crash', exitCode: 1, afterSeconds: 2 } as const;
const released = ['web:2', 'worker:2', 'beat:2'];
const before = ['web:1', 'worker:1', 'beat:1'];

const taskDefinition = (name: string) => `arn:aws:ecs:eu-central-1:123456789012:task-definition/${name}`;

interface Story {
  readonly isFailing?: boolean;
  /** What is taken back by it has been released before. */
  readonly wayBack?: 'rollback' | 'reject';
  readonly env?: Readonly<Record<string, string>>;
}

const stories: Readonly<Record<string, Story>> = {
  'a release that succeeds one by one': { env: { ECS_CD_ORDER: 'one-by-one' } },
  'a release of which one crashes': { isFailing: true },
  'a release that migrates first, and whose schedules follow': {
    env: { ...pipelineJob, ECS_CD_RUN_BEFORE: 'rake db:migrate', ECS_CD_SCHEDULES: 'nightly' },
  },
  'a rollback by hand, whose schedules follow': { wayBack: 'rollback', env: { ECS_CD_SCHEDULES: 'nightly' } },
  'a rejection of one that waits at a gate while the others serve': { wayBack: 'reject' },
};

async function opened({ isFailing, wayBack }: Story): Promise<SeveralServices> {
  const fixture = await openSeveralServices();
  fixture.aws.world.setTimings(quickTimings);
  if (isFailing) fixture.fates({ worker: crash });
  else oneOffTasks(endsWith(0))(fixture);
  if (wayBack === 'reject') await reconfigured(fixture, 'worker', pausedAfterScaleUp);
  if (wayBack) await fixture.deploy();
  fixture.aws.world.createSchedule('nightly', taskDefinition(wayBack ? 'worker:2' : 'worker:1'));
  return fixture;
}

const commandOf = ({ wayBack }: Story) => [wayBack ?? 'deploy'];

/**
 * Before and after every call, one moment of each kind: AWS, which is all that the next run can look at, differs in its
 * time and in what was changed. Of the moments between two changes, in which rollouts only go on, the first, the middle
 * and the last: killed.test.ts has all of them, for one service.
 */
async function momentsOf(story: Story): Promise<number[]> {
  const fixture = await opened(story);
  const byChanges: number[][] = [];
  const seen = new Set<string>();
  const { options } = killOf(fixture, (moment) => {
    const changes = changesIn(fixture.aws.calls).length;
    const kind = [fixture.aws.clock.now(), changes].join();
    if (!seen.has(kind)) (byChanges[changes] ??= []).push(moment);
    seen.add(kind);
  });
  await fixture.run(commandOf(story), { ...options, env: story.env ?? {} });
  await fixture.close();
  return byChanges.flatMap((moments) => {
    const some = [0, Math.floor(moments.length / 2), moments.length - 1];
    return [...new Set(some)].map((index) => moments[index]!);
  });
}

async function wrongAfter(at: number, story: Story): Promise<string[]> {
  const fixture = await opened(story);
  const { env = {}, isFailing = false, wayBack } = story;
  const { options } = killOf(fixture, (moment, kill) => {
    if (moment === at) kill.now();
  });
  const earlier = fixture.changes().length;
  await fixture.run(commandOf(story), { ...options, env });
  const { exitCode, log } = await fixture.run(commandOf(story), { env });
  const [running, changes] = [fixture.running(), fixture.changes().slice(earlier)];
  const scheduled = fixture.aws.world.scheduleNamed('nightly').Target?.EcsParameters?.TaskDefinitionArn;
  await fixture.close();
  const count = (operation: string) => changes.filter((change) => change === operation).length;
  const wrong = [
    ...(exitCode === (isFailing ? 6 : 0) ? [] : [`exit ${exitCode}`]),
    ...(running.join() === (isFailing || wayBack ? before : released).join()
      ? []
      : [`${running.join()} run`]),
    ...(count('RunTask') > 1 ? ['the command runs twice'] : []),
    ...(env['ECS_CD_SCHEDULES'] && scheduled !== taskDefinition(wayBack ? 'worker:1' : 'worker:2')
      ? [`${scheduled} is scheduled`]
      : []),
    ...(count('RegisterTaskDefinition') > 3 ? ['a revision is registered twice'] : []),
    ...(!isFailing && count('UpdateService') > 3 ? ['a service is updated twice'] : []),
  ];
  return wrong.map((what) => `killed at ${at}: ${what}\n${log}`);
}

describe('a release of several services that is killed before or after any call, and then runs again', () => {
  for (const [name, story] of Object.entries(stories)) {
    it(`ends as it would have, all on one release: ${name}`, async () => {
      const wrong: string[] = [];
      for (const at of await momentsOf(story)) wrong.push(...(await wrongAfter(at, story)));
      expect(wrong.join('\n\n')).to.equal('');
    });
  }
});
