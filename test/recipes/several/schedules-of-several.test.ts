import { expect } from 'chai';
import { openSeveralServices, type SeveralServices } from '../../several-services';
import { exits } from '../../run';

const arn = (name: string) => `arn:aws:ecs:eu-central-1:123456789012:task-definition/${name}`;
const ecsTarget = (Id: string, taskDefinition: string) => ({
  ...{ Id, Arn: 'arn:aws:ecs:eu-central-1:123456789012:cluster/shop' },
  EcsParameters: { TaskDefinitionArn: arn(taskDefinition) },
});

describe('schedules of a release of several services', () => {
  let fixture: SeveralServices;
  const world = () => fixture.aws.world;
  const nightly = () => world().scheduleNamed('nightly').Target?.EcsParameters?.TaskDefinitionArn;
  afterEach(() => fixture.close());

  const openTwoOfOneFamily = async () => {
    fixture = await openSeveralServices(['web', 'worker']);
    const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'] } };
    const admin = { cluster: 'shop', name: 'admin', taskDefinition: 'web', desiredCount: 2 };
    world().createService({ ...admin, settings: { networkConfiguration } });
    await fixture.aws.clock.sleep(3_600_000);
    world().createSchedule('nightly', arn('web:1'));
  };
  const twoOfOneFamily = { SERVICE_NAME: 'web,admin', TASK_FAMILY: 'web,web', ECS_CD_SCHEDULES: 'nightly' };

  it('of one family follow the first of them, whoever is ready last', async () => {
    await openTwoOfOneFamily();
    await exits(0, fixture.deploy({ env: twoOfOneFamily }));
    expect(nightly()).to.equal(arn('web:2'));
    expect(fixture.changes().filter((name) => name === 'UpdateSchedule')).to.have.lengthOf(1);
  });

  it('stay where the first of the family fails by itself, and the log says so', async () => {
    await openTwoOfOneFamily();
    const crash = { kind: 'crash', exitCode: 1, afterSeconds: 2 } as const;
    world().outcomeOf = ({ service, taskDefinition }) =>
      service === 'web' && taskDefinition === 'web:2' ? crash : { kind: 'healthy' };
    const env = { ...twoOfOneFamily, ECS_CD_ON_FAILURE: 'own' };
    const { log } = await exits(6, fixture.deploy({ env }));
    expect(nightly()).to.equal(arn('web:1'));
    expect(log).to.contain(
      'the schedules (ECS_CD_SCHEDULES) of web follow web, so they keep their revision though admin serves web:2',
    );
  });

  it('are not told to stay where another one than the first of the family fails by itself', async () => {
    await openTwoOfOneFamily();
    const crash = { kind: 'crash', exitCode: 1, afterSeconds: 2 } as const;
    world().outcomeOf = ({ service, taskDefinition }) =>
      service === 'admin' && taskDefinition === 'web:2' ? crash : { kind: 'healthy' };
    const env = { ...twoOfOneFamily, ECS_CD_ON_FAILURE: 'own' };
    const { log } = await exits(6, fixture.deploy({ env }));
    expect(nightly()).to.equal(arn('web:2'));
    expect(log).to.not.contain('they keep their revision');
  });

  it('stay where the first of the family cannot go back, and the log says so', async () => {
    await openTwoOfOneFamily();
    expect((await fixture.deploy({ env: twoOfOneFamily })).exitCode).to.equal(0);
    const crash = { kind: 'crash', exitCode: 1, afterSeconds: 2 } as const;
    world().outcomeOf = ({ service, taskDefinition }) =>
      service === 'web' && taskDefinition === 'web:1' ? crash : { kind: 'healthy' };
    const { log } = await exits(7, fixture.run(['rollback'], { env: twoOfOneFamily }));
    expect(nightly()).to.equal(arn('web:2'));
    expect(log).to.contain('follow web, so they keep their revision though admin serves web:1');
  });

  it('follow the family that they run, each target of a rule its own', async () => {
    fixture = await openSeveralServices();
    world().createSchedule('nightly', arn('worker:1'));
    world().createRule('cleanup', [ecsTarget('a', 'web:1'), ecsTarget('b', 'beat:1')]);
    const { log } = await exits(0, fixture.deploy({ env: { ECS_CD_SCHEDULES: 'nightly,cleanup' } }));
    expect(nightly()).to.equal(arn('worker:2'));
    expect(world().targetsOf('cleanup')).to.have.deep.members([
      ecsTarget('a', 'web:2'),
      ecsTarget('b', 'beat:2'),
    ]);
    expect(log.match(/nightly runs worker:2 now/g)).to.have.lengthOf(1);
  });

  it('are refused where they run none of the families', async () => {
    fixture = await openSeveralServices();
    world().createSchedule('nightly', arn('outside:1'));
    const { log } = await exits(3, fixture.deploy({ env: { ECS_CD_SCHEDULES: 'nightly' } }));
    expect(log.match(/runs no task of the family web or worker or beat/g)).to.have.lengthOf(1);
    expect(fixture.changes()).to.deep.equal([]);
  });
});
