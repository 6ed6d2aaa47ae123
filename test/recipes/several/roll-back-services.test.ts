import { expect } from 'chai';
import { openSeveralServices, type SeveralServices } from '../../several-services';
import { exits } from '../../run';

const crash = { kind: 'crash', exitCode: 1, afterSeconds: 2 } as const;
const before = ['web:1', 'worker:1', 'beat:1'];
const released = ['web:2', 'worker:2', 'beat:2'];
const arn = (name: string) => `arn:aws:ecs:eu-central-1:123456789012:task-definition/${name}`;

describe('rolling several services back by hand', () => {
  let fixture: SeveralServices;
  beforeEach(async () => {
    fixture = await openSeveralServices();
    await exits(0, fixture.deploy());
  });
  afterEach(() => fixture.close());
  const rollBack = (env = {}) => fixture.run(['rollback'], { env });
  const updates = () => fixture.changes().filter((change) => change === 'UpdateService').length;

  it('takes them back together, schedules and live tag too, and says so for each', async () => {
    const { world, calls } = fixture.aws;
    world.createSchedule('nightly', arn('worker:2'));
    const looked = calls.length;
    const { exitCode, log, dotenv } = await rollBack({
      ECS_CD_SCHEDULES: 'nightly',
      ECS_CD_LIVE_TAG: 'live',
    });
    expect(exitCode, log).to.equal(0);
    expect(fixture.running()).to.deep.equal(before);
    expect(world.scheduleNamed('nightly').Target?.EcsParameters?.TaskDefinitionArn).to.equal(arn('worker:1'));
    expect(world.imageDigest('team/web', 'live')).to.equal(world.imageDigest('team/web', 'v1'));
    expect(log)
      .to.match(/^service +beat: succeeded\nhappened +beat:1 serves 2 of 2 tasks \(verified\)$/m)
      .and.match(/^worker +serving +worker:1, whose tags name no commit$/m)
      .and.match(/^happened +all 3 services serve what they were put back to$/m);
    expect(dotenv).to.include({
      ECS_CD_VERDICT: 'succeeded',
      ECS_CD_TASK_DEFINITION: 'web:1,worker:1,beat:1',
      ECS_CD_PREVIOUS_TASK_DEFINITION: 'web:2,worker:2,beat:2',
    });
    const operations = calls.slice(looked).map(({ operation }) => operation);
    expect(operations.filter((one) => one === 'DescribeServices').length).to.be.lessThan(20);
  });

  it('changes nothing more where it is done twice', async () => {
    await rollBack();
    const { log } = await exits(0, rollBack());
    expect(updates()).to.equal(6);
    expect(log).to.match(/worker +warning: .* taken back to worker:1 already/);
  });

  it('goes on with those that have not gone back, and says of the other that it has', async () => {
    await rollBack({ SERVICE_NAME: 'worker' });
    const { log } = await exits(0, rollBack());
    expect(fixture.running()).to.deep.equal(before);
    expect(log).to.match(/^happened +nothing to change: worker:1 serves/m);
    expect(updates()).to.equal(6);
  });

  it('changes nothing where one of them has nothing to go back to, or a schedule runs none of the families', async () => {
    const { world } = fixture.aws;
    world.createService({ cluster: 'shop', name: 'fresh', taskDefinition: 'web', desiredCount: 1 });
    world.createSchedule('nightly', arn('outside:1'));
    const fresh = await exits(3, rollBack({ SERVICE_NAME: 'web,fresh' }));
    expect(fresh.log).to.match(/happened +fresh: no successful deployment of another revision/);
    const scheduled = await exits(3, rollBack({ ECS_CD_SCHEDULES: 'nightly' }));
    expect(scheduled.log).to.contain('runs no task of the family web or worker or beat');
    expect(updates()).to.equal(3);
    expect(fixture.running()).to.deep.equal(released);
  });

  it('goes to the revisions that are named, one for each, and refuses fewer', async () => {
    const one = await exits(2, rollBack({ ECS_CD_TO: 'web:1' }));
    expect(one.log).to.contain('SERVICE_NAME has 3 items').and.contain('ECS_CD_TO has 1 item');
    await exits(0, rollBack({ ECS_CD_TO: 'web:1,worker:2,beat:1' }));
    expect(fixture.running()).to.deep.equal(['web:1', 'worker:2', 'beat:1']);
  });

  it('registers one revision for two services of a family that go back to what has been deregistered', async () => {
    const { world, clock } = fixture.aws;
    world.createService({ cluster: 'shop', name: 'twin', taskDefinition: 'web:1', desiredCount: 1 });
    await clock.sleep(600_000);
    world.updateService({ cluster: 'shop', service: 'twin', taskDefinition: 'web:2' });
    await clock.sleep(600_000);
    world.deregisterTaskDefinition('web:1');
    await exits(0, rollBack({ SERVICE_NAME: 'web,twin', ECS_CD_AGAIN: 'true' }));
    expect(['web', 'twin'].map((name) => fixture.aws.truth(name).taskDefinition)).to.deep.equal([
      'web:3',
      'web:3',
    ]);
  });

  it('registers nothing where another one of them is refused', async () => {
    const { world, clock } = fixture.aws;
    world.putImage('team/web', 'v3');
    await fixture.deploy({ env: { SERVICE_NAME: 'worker', TASK_FAMILY: 'worker', DOCKER_TAG: 'v3' } });
    world.deregisterTaskDefinition('web:1');
    world.outcomeOf = ({ taskDefinition }) => ({
      kind: taskDefinition === 'worker:1' ? 'never-starts' : 'healthy',
    });
    world.updateService({ cluster: 'shop', service: 'worker', taskDefinition: 'worker:1' });
    await clock.sleep(20_000);
    const changes = fixture.changes().length;
    const { exitCode, log } = await rollBack({
      SERVICE_NAME: 'web,worker',
      ECS_CD_TO: 'web:1,worker:2',
      ECS_CD_AGAIN: 'true',
    });
    expect(exitCode, log).to.equal(3);
    expect(log).to.match(/^happened +worker: taking .* back has not ended; nothing was changed$/m);
    expect(fixture.changes()).to.have.length(changes);
  });

  it('says once what is refused of all of them', async () => {
    fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'access-denied', times: Infinity });
    const { log } = await exits(3, rollBack());
    expect(log).to.match(/^happened +DescribeServices failed for web, worker, beat: permission denied/m);
  });

  it('undoes none because another one fails: it ends in the worst verdict, and says that they differ', async () => {
    fixture.aws.world.outcomeOf = ({ taskDefinition }) =>
      taskDefinition === 'worker:1' ? crash : { kind: 'healthy' };
    const { log, dotenv } = await exits(7, rollBack({ ECS_CD_ON_FAILURE: 'all' }));
    expect(log).to.contain('each goes back by itself, whatever ECS_CD_ON_FAILURE says');
    expect(fixture.running()).to.deep.equal(before);
    expect(dotenv['ECS_CD_VERDICT']).to.equal('needs-attention');
    expect(log).to.match(
      /^happened +web succeeded, worker needs-attention, beat succeeded: they run different releases now$/m,
    );
  });

  it('overwrites no newer deployment of somebody else that came while another service was waited for', async () => {
    const { world, clock } = fixture.aws;
    world.outcomeOf = () => ({ kind: 'healthy', afterSeconds: 120 });
    world.putImage('team/web', 'v3');
    const cancelled = new AbortController();
    clock.schedule(30_000, () => cancelled.abort('SIGTERM'));
    const only = { SERVICE_NAME: 'worker', TASK_FAMILY: 'worker', DOCKER_TAG: 'v3' };
    await fixture.deploy({ env: only, interruption: cancelled.signal });
    await clock.sleep(10_000);
    const beat = { cluster: 'shop', service: 'beat', taskDefinition: 'web:1' };
    clock.schedule(10_000, () => world.updateService(beat));
    const { log } = await exits(9, rollBack({ ECS_CD_TO: 'web:1,worker:1,beat:1' }));
    expect(log).to.match(
      /^happened +its PRIMARY deployment is .* of web:1 now; the service was not changed$/m,
    );
    expect(fixture.running()).to.deep.equal(['web:1', 'worker:1', 'web:1']);
  });
});
