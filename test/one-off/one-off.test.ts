import { expect } from 'chai';
import { killOf } from '../recovery/killed-run';
import { endsWith, oneOffTasks, pipelineJob, registerBase } from '../scenarios/given/givens';
import { printedPolicy, shopNames } from '../iam/printed';
import { openSeveralServices } from '../several-services';
import { openServiceFixture, type FixtureRun, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

const migrate = { ...pipelineJob, ECS_CD_RUN_BEFORE: 'migrate' };

describe('a command that runs in a task of its own', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
  });
  afterEach(() => fixture.close());

  const deploy = (more: FixtureRun = {}) => fixture.deploy({ ...more, env: { ...migrate, ...more.env } });
  const count = (operation: string) => fixture.changes().filter((each) => each === operation).length;
  const afterRunTask = (seconds: number, happens: () => void) =>
    fixture.aws.onCall(({ operation }) => {
      if (operation === 'RunTask') fixture.aws.clock.schedule(seconds * 1000, happens);
    });

  /** A try of the job that is killed before it sees the command end. */
  async function killedTry(): Promise<void> {
    const kill = killOf(fixture);
    afterRunTask(30, () => kill.now());
    await deploy(kill.options);
    await fixture.aws.clock.sleep(120_000);
  }

  it('is not run again by a retried job where it has succeeded', async () => {
    oneOffTasks(endsWith(0), endsWith(1))(fixture);
    await killedTry();
    const { log } = await exits(0, deploy());
    expect(log).to.contain('done by an earlier try of this job');
    expect(count('RunTask')).to.equal(1);
  });

  it('is run again by a retried job where it has failed', async () => {
    oneOffTasks(endsWith(1), endsWith(0))(fixture);
    expect((await deploy()).exitCode).to.equal(13);
    const { log } = await exits(0, deploy());
    expect(log).to.contain('of an earlier try of this job failed: running it again');
    expect(count('RunTask')).to.equal(2);
  });

  it('is not run twice where the list of tasks is late: the client token is the same', async () => {
    oneOffTasks(endsWith(0), endsWith(1))(fixture);
    fixture.aws.world.setTimings({ stoppedListMs: 600_000 });
    await killedTry();
    const { log } = await exits(0, deploy());
    expect(count('RunTask')).to.equal(2);
    expect(log).to.match(/task \w+ is STOPPED/);
  });

  it('is run once for each pipeline', async () => {
    oneOffTasks(endsWith(0))(fixture);
    await deploy();
    await deploy({ env: { CI_PIPELINE_ID: '4712' } });
    expect(count('RunTask')).to.equal(2);
  });

  it('shows a sign of life each minute in which nothing else is said', async () => {
    oneOffTasks(endsWith(0, [], 300))(fixture);
    const { log } = await exits(0, deploy());
    expect(log.match(/^\d\d:\d\d {2}waiting: task \w+ is RUNNING$/gm)).to.have.length.within(4, 5);
  });

  it('shows none in the minute after a line that the command wrote', async () => {
    oneOffTasks(endsWith(0, ['migrating'], 300))(fixture);
    fixture.aws.world.setTimings({ logDeliveryMs: 45_000 });
    const { log } = await exits(0, deploy());
    expect(log).to.contain('| migrating');
    // It is RUNNING from 00:15 on, and the line came at 01:00.
    const [first = ''] = log.match(/^\d\d:\d\d(?= {2}waiting: task)/m) ?? [];
    expect(first >= '01:55', log).to.equal(true);
  });

  it('is stopped when the job is cancelled, and the service stays as it is', async () => {
    oneOffTasks(endsWith(0, [], 600))(fixture);
    const cancel = new AbortController();
    afterRunTask(60, () => cancel.abort('SIGTERM'));
    const { log } = await exits(143, deploy({ interruption: cancel.signal }));
    expect(log).to.match(/^done +asked ECS to stop task \w+; the service was not changed$/m);
    expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'RunTask', 'StopTask']);
  });

  it('has not succeeded where somebody stops its task, and it ends with 0 for that', async () => {
    oneOffTasks(endsWith(0, [], 600))(fixture);
    afterRunTask(60, () => fixture.aws.world.stopOneOffTasks('shop'));
    const { log } = await exits(13, deploy());
    expect(log).to.contain('it exited with code 0 when the task was stopped (UserInitiated)');
  });

  it('has an unknown result, and no green one, where ECS does not show its task', async () => {
    oneOffTasks(endsWith(0, [], 1))(fixture);
    fixture.aws.world.setTimings({ deprovisioningMs: 0, stoppedTaskMs: 0 });
    const { log } = await exits(13, deploy());
    expect(log).to.contain('has an unknown result');
    expect(count('UpdateService')).to.equal(0);
  });

  it('has an unknown result, not a harmless one, where the job may look no longer; the next try follows its task', async () => {
    oneOffTasks(endsWith(0, [], 600))(fixture);
    fixture.aws.faults.add({ operation: 'DescribeTasks', kind: 'access-denied', times: 1 });
    const { log } = await exits(13, deploy());
    expect(log).to.contain('has an unknown result: DescribeTasks failed');
    expect(log).to.match(/^done +task \w+ was started, and may go on without this job; the service was not/m);
    expect((await deploy()).exitCode).to.equal(0);
    expect(count('RunTask')).to.equal(1);
  });

  it('may have been started where the answers to RunTask are lost: a cancelled job is cancelled', async () => {
    oneOffTasks(endsWith(0, [], 600))(fixture);
    fixture.aws.faults.add({ operation: 'RunTask', kind: 'lost-reply', times: Infinity });
    const said = '"migrate" in container web of web:2 may have been started';
    const lost = await exits(75, deploy());
    expect(lost.log).to.contain(`${said} (another try of this job finds its task)`);
    await exits(13, fixture.run(['run-task'], { env: { ECS_CD_RUN: 'report' } }));
    const cancel = new AbortController();
    fixture.aws.onCall(({ operation }) => operation === 'RunTask' && cancel.abort('SIGTERM'));
    const env = { CI_PIPELINE_ID: '4712' };
    const cancelled = await exits(143, deploy({ interruption: cancel.signal, env }));
    expect(cancelled.log).to.contain(said);
  });

  it('says that it was not run again where the same job runs it twice by hand', async () => {
    oneOffTasks(endsWith(0))(fixture);
    const seed = () => fixture.run(['run-task'], { env: { ...pipelineJob, ECS_CD_RUN: 'seed' } });
    expect((await seed()).log).not.to.contain('earlier try');
    expect((await seed()).log).to.match(
      /^happened .*code 0: an earlier try of this job ran it \(task \w+\), it was not run again$/m,
    );
  });

  it('that comes after the release and may not be started leaves the release in place', async () => {
    fixture.aws.faults.add({ operation: 'RunTask', kind: 'access-denied' });
    const { log } = await exits(13, fixture.deploy({ env: { ...pipelineJob, ECS_CD_RUN_AFTER: 'warm' } }));
    expect(log).to.contain('web:2 serves and is left in place');
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
  });

  it('ends when its container does: others that go on are stopped', async () => {
    registerBase(fixture, { essential: false }, { name: 'agent', image: 'agent:1', essential: true });
    oneOffTasks({ kind: 'containers', containers: { web: { exitCode: 0, afterSeconds: 20 } } })(fixture);
    await exits(0, deploy({ env: { ECS_CD_RUN_CONTAINER: 'web' } }));
    expect(count('StopTask')).to.equal(1);
  });

  it('asks for the container where it could be several, before anything is registered', async () => {
    const image = `${fixture.env['REPOSITORY_URL'] ?? ''}:v1`;
    registerBase(fixture, {}, { name: 'worker', image, essential: true });
    const { log } = await exits(2, deploy({ env: { ECS_CD_CONTAINER: 'web,worker' } }));
    expect(log).to.contain('set ECS_CD_RUN_CONTAINER to one of: web, worker');
    expect(fixture.changes()).to.deep.equal([]);
  });

  it('runs as a task of the service would: in its network, with its capacity', async () => {
    oneOffTasks(endsWith(0))(fixture);
    await deploy();
    const { input } = fixture.aws.calls.find(({ operation }) => operation === 'RunTask')!;
    expect(input).to.deep.include({
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'] } },
      overrides: { containerOverrides: [{ name: 'web', command: ['migrate'] }] },
    });
  });
});

describe('a command of a release of several services', () => {
  it('runs once, in the revision of the first, before any of them changes', async () => {
    const fixture = await openSeveralServices(['web', 'worker']);
    oneOffTasks(endsWith(0))(fixture);
    const { log } = await exits(0, fixture.deploy({ env: migrate }));
    const changes = fixture.changes().filter((each) => each !== 'RegisterTaskDefinition');
    expect(changes).to.deep.equal(['RunTask', 'UpdateService', 'UpdateService']);
    expect(log).to.contain('"migrate" in container web of web:2');
    await fixture.close();
  });

  it('runs by hand in the first of them, and says so', async () => {
    const fixture = await openSeveralServices(['web', 'worker']);
    oneOffTasks(endsWith(0))(fixture);
    const { log } = await exits(0, fixture.run(['run-task'], { env: { ECS_CD_RUN: 'report' } }));
    expect(log).to.contain('the command runs once, for web: the first of SERVICE_NAME');
    await fixture.close();
  });
});

describe('the policy for commands', () => {
  const actionsWith = async (env: object) =>
    (await printedPolicy('deploy', { ...shopNames, ...env })).Statement.flatMap(({ Action }) => Action);

  it('lets a deployment run and stop tasks where a command is given, and nowhere else', async () => {
    const own = ['ecs:RunTask', 'ecs:StopTask'];
    expect(await actionsWith({})).not.to.include.members(own);
    for (const name of ['ECS_CD_RUN', 'ECS_CD_RUN_BEFORE', 'ECS_CD_RUN_AFTER'])
      expect(await actionsWith({ [name]: 'migrate' })).to.include.members(own);
  });
});
