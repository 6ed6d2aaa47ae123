import { expect } from 'chai';
import { scheduleRole } from '../simulator/schedules';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

const arn = (name: string) => `arn:aws:ecs:eu-central-1:123456789012:task-definition/${name}`;
const ecsTarget = (Id: string, taskDefinition: string) => ({
  ...{
    Id,
    Arn: 'arn:aws:ecs:eu-central-1:123456789012:cluster/shop',
    RoleArn: scheduleRole,
    Input: `{"${Id}":1}`,
  },
  EcsParameters: { TaskDefinitionArn: arn(taskDefinition), TaskCount: 2 },
});

describe('schedules that follow a release', () => {
  let fixture: ServiceFixture;
  const env = { ECS_CD_SCHEDULES: 'nightly, cleanup' };
  const world = () => fixture.aws.world;
  const runs = () => ({
    nightly: world().scheduleNamed('nightly').Target?.EcsParameters?.TaskDefinitionArn?.split('/')[1],
    cleanup: world()
      .targetsOf('cleanup')
      .map(({ EcsParameters }) => EcsParameters?.TaskDefinitionArn?.split('/')[1]),
  });
  const writes = () => fixture.changes().filter((name) => /Schedule|Targets/.test(name));
  beforeEach(async () => {
    fixture = await openServiceFixture();
    world().createSchedule('nightly', arn('web:1'), {
      StartDate: new Date('2100-01-01'),
      Description: 'sums',
    });
    const queue = { Id: 'queue', Arn: 'arn:aws:sqs:eu-central-1:123456789012:jobs' };
    world().createRule('cleanup', [ecsTarget('a', 'web:1'), ecsTarget('other', 'outside:1'), queue]);
  });
  afterEach(() => fixture.close());

  it('run the new revision once it is verified, and keep everything else that they say', async () => {
    const before = world().scheduleNamed('nightly');
    const [, other, queue] = world().targetsOf('cleanup');
    const { log } = await exits(0, fixture.deploy({ env }));
    expect(log).to.match(/^schedule +schedule default\/nightly runs web:2 now, was web:1$/m);
    const { Target, LastModificationDate, ...rest } = world().scheduleNamed('nightly');
    expect({
      ...rest,
      Target: before.Target,
      LastModificationDate: before.LastModificationDate,
    }).to.deep.equal(before);
    expect(Target?.EcsParameters).to.deep.equal({
      ...before.Target?.EcsParameters,
      TaskDefinitionArn: arn('web:2'),
    });
    expect({ ...Target, EcsParameters: before.Target?.EcsParameters }).to.deep.equal(before.Target);
    expect(world().targetsOf('cleanup')).to.have.deep.members([other, queue, ecsTarget('a', 'web:2')]);
    expect(fixture.changes().indexOf('UpdateService')).to.be.below(
      fixture.changes().indexOf('UpdateSchedule'),
    );
  });

  it('lose a StartDate that is over where AWS takes it no more, aloud', async () => {
    world().createSchedule('nightly', arn('web:1'), { StartDate: new Date('2020-01-01') });
    const { log } = await exits(0, fixture.deploy({ env: { ECS_CD_SCHEDULES: 'nightly' } }));
    expect(log.replaceAll(/\s+/g, ' ')).to.contain(
      'runs web:2 now, was web:1; without its StartDate 2020-01-01T00:00:00.000Z, which is over',
    );
    expect(world().scheduleNamed('nightly')).to.not.have.property('StartDate');
    expect(runs().nightly).to.equal('web:2');
  });

  it('are left alone where one has changed meanwhile into what would lose something', async () => {
    fixture.aws.faults.add({ operation: 'GetSchedule', kind: 'newer-member', after: 1 });
    const { log } = await exits(7, fixture.deploy({ env: { ECS_CD_SCHEDULES: 'nightly' } }));
    expect(log).to.contain(
      'but the schedules do not follow: schedule default/nightly has fields that this version of ecs-cd does not know',
    );
    expect(runs().nightly).to.equal('web:1');
    expect(writes()).to.deep.equal([]);
  });

  it('are written once: a retried job finds them there', async () => {
    await fixture.deploy({ env });
    const { log } = await exits(0, fixture.deploy({ env }));
    expect(log).to.contain('schedule default/nightly runs web:2 already');
    expect(writes()).to.deep.equal(['UpdateSchedule', 'PutTargets']);
  });

  it('stay on what they run when the release fails', async () => {
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    expect((await fixture.deploy({ env })).exitCode).to.equal(6);
    expect(writes()).to.deep.equal([]);
  });

  it('are put back all when one cannot be written, and the job says what serves', async () => {
    fixture.aws.faults.add({ operation: 'PutTargets', kind: 'access-denied', times: Infinity });
    const { log } = await exits(7, fixture.deploy({ env }));
    expect(runs().nightly).to.equal('web:1');
    expect(log).to.match(
      /^happened .*web:2 serves 2 of 2 .*but the schedules do not follow: PutTargets failed/m,
    );
    expect(log).to.contain('put back to web:1').and.contain('of the schedules none of them stays moved');
    expect(fixture.aws.truth('web').taskDefinition).to.equal('web:2');
  });

  it('do not pass for written where EventBridge answers that a target has failed', async () => {
    const body = () =>
      JSON.stringify({
        FailedEntryCount: 1,
        FailedEntries: [
          { TargetId: 'a', ErrorCode: 'ConcurrentModificationException', ErrorMessage: 'busy' },
        ],
      });
    fixture.aws.faults.add({ operation: 'PutTargets', kind: 'other-body', body });
    const { log } = await exits(7, fixture.deploy({ env }));
    expect(log).to.contain('a: ConcurrentModificationException: busy');
  });

  it('are put back as well where EventBridge has put one target of two', async () => {
    const two = (first: string) => [ecsTarget('a', first), ecsTarget('b', 'web:1')];
    world().createRule('cleanup', two('web:1'));
    const body = () => {
      world().createRule('cleanup', two('web:2'));
      return JSON.stringify({ FailedEntryCount: 1, FailedEntries: [{ TargetId: 'b' }] });
    };
    fixture.aws.faults.add({ operation: 'PutTargets', kind: 'other-body', body });
    await exits(7, fixture.deploy({ env }));
    expect(runs()).to.deep.equal({ nightly: 'web:1', cleanup: ['web:1', 'web:1'] });
  });

  it('are named where no answer came and they cannot be put back', async () => {
    fixture.aws.faults.add({ operation: 'UpdateSchedule', kind: 'lost-reply', times: 1 });
    fixture.aws.faults.add({ operation: 'UpdateSchedule', kind: 'access-denied', times: Infinity });
    const { log } = await exits(7, fixture.deploy({ env }));
    expect(runs().nightly).to.equal('web:2');
    expect(log).to.contain('moved, and not put back: schedule default/nightly (perhaps, or in part)');
  });

  it('are left to who has changed one meanwhile', async () => {
    let isFirst = true;
    fixture.aws.onCall(({ operation }) => {
      if (operation === 'UpdateService' && isFirst) world().createSchedule('nightly', arn('web:9'));
      isFirst &&= operation !== 'UpdateService';
    });
    const { log } = await exits(7, fixture.deploy({ env }));
    expect(log).to.contain('somebody has changed schedule default/nightly meanwhile: it runs web:9 now');
    expect(writes()).to.deep.equal([]);
  });

  it('that name no revision follow by themselves: they are told, and left alone', async () => {
    world().createSchedule('nightly', arn('web'));
    const { log } = await exits(0, fixture.deploy({ env: { ECS_CD_SCHEDULES: 'nightly' } }));
    expect(log).to.contain('schedule default/nightly runs the latest revision of web by itself');
    expect(writes()).to.deep.equal([]);
  });

  it('are refused before anything is changed, each with what is wrong with it', async () => {
    world().createSchedule('twice', arn('web:1'));
    world().createRule('twice', [ecsTarget('a', 'web:1')]);
    world().createSchedule('foreign', arn('outside:1'));
    const { log } = await exits(3, fixture.deploy({ env: { ECS_CD_SCHEDULES: 'none,twice,foreign' } }));
    expect(log)
      .to.contain('there is neither a schedule nor a rule none')
      .and.contain('twice is both a schedule and a rule')
      .and.contain('schedule default/foreign runs no task of the family web');
    expect(fixture.changes()).to.deep.equal([]);
    const named = 'arn:aws:events:eu-central-1:123456789012:rule/twice';
    expect((await fixture.deploy({ env: { ECS_CD_SCHEDULES: named } })).exitCode).to.equal(0);
    expect(world().scheduleNamed('twice').Target?.EcsParameters?.TaskDefinitionArn).to.equal(arn('web:1'));
  });

  it('are refused where they say something that would be lost', async () => {
    fixture.aws.faults.add({ operation: 'GetSchedule', kind: 'newer-member' });
    const { log } = await exits(3, fixture.deploy({ env: { ECS_CD_SCHEDULES: 'nightly' } }));
    expect(log).to.contain('would lose: ').and.contain('newerThanTheSdk');
  });

  it('that lag behind are a change in the plan, though the service has nothing to change', async () => {
    await fixture.deploy();
    const { log } = await exits(10, fixture.run(['plan'], { env }));
    expect(log).to.contain('schedules would be moved');
    await fixture.deploy({ env });
    expect((await fixture.run(['plan'], { env })).exitCode).to.equal(0);
  });

  it('keep their revision at desired count 0, where nothing shows that the new one serves', async () => {
    world().updateService({ cluster: 'shop', service: 'web', desiredCount: 0 });
    await fixture.aws.clock.sleep(600_000);
    const { log } = await exits(0, fixture.deploy({ env }));
    expect(log).to.contain('keep their revision: the desired count was 0');
    expect(writes()).to.deep.equal([]);
    expect((await fixture.run(['plan'], { env })).exitCode).to.equal(0);
  });

  it('need a release that ECS does not take back any more', async () => {
    const { log } = await exits(2, fixture.deploy({ env: { ...env, ECS_CD_WAIT_UNTIL: 'baking' } }));
    expect(log).to.contain('ECS_CD_SCHEDULES');
  });
});
