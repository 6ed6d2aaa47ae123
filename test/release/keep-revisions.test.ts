import { expect } from 'chai';
import { type DescribeServicesResponse, ECSClient, RunTaskCommand } from '@aws-sdk/client-ecs';
import { definitionOf } from '../preflight/look-ahead';
import { scheduleRole } from '../simulator/schedules';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

const definitionArn = (name: string) => `arn:aws:ecs:eu-central-1:123456789012:task-definition/${name}`;
const tags = [{ key: 'ecs-cd:user', value: 'ada' }];

function withoutWorker(answer: string): string {
  const { services = [] } = JSON.parse(answer) as DescribeServicesResponse;
  return JSON.stringify({ services: services.filter(({ serviceName }) => serviceName !== 'worker') });
}

describe('keeping the newest revisions', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
  });
  afterEach(() => fixture.close());

  const register = (count: number, more = {}) => {
    for (let left = count; left > 0; left -= 1)
      fixture.aws.world.registerTaskDefinition({ ...definitionOf(fixture), tags, ...more });
  };
  const deploy = (ECS_CD_KEEP_REVISIONS: string, more = {}) =>
    fixture.deploy({ env: { ECS_CD_KEEP_REVISIONS, ...more } });
  /** `web:2 web:3`, in the order of the log. */
  const gone = (log: string) =>
    [...log.matchAll(/^retention +(\S+) deregistered: /gm)].map(([, name]) => name).join(' ');

  const targetOf = (TaskDefinitionArn: string) => ({
    ...{ Id: 'task', Arn: 'arn:aws:ecs:eu-central-1:123456789012:cluster/shop', RoleArn: scheduleRole },
    EcsParameters: { TaskDefinitionArn },
  });

  const scheduleOf = (Arn: string, more: object) =>
    fixture.aws.world.createSchedule('other', '', { Target: { Arn, RoleArn: scheduleRole, ...more } });

  const needed: readonly (readonly [string, () => unknown, (Record<string, string> | undefined)?])[] = [
    [
      'another service of the cluster runs it',
      () => fixture.aws.world.createService({ cluster: 'shop', name: 'worker', taskDefinition: 'web:3' }),
    ],
    [
      'a task of its own runs it',
      async () => {
        const client = new ECSClient(fixture.aws.clientConfig);
        const awsvpcConfiguration = { subnets: ['subnet-1'] };
        const networkConfiguration = { awsvpcConfiguration };
        const launch = { cluster: 'shop', launchType: 'FARGATE' as const, networkConfiguration };
        await client.send(new RunTaskCommand({ ...launch, taskDefinition: 'web:3' }));
        client.destroy();
      },
    ],
    [
      'a schedule that nobody named to the job runs it',
      () => fixture.aws.world.createSchedule('nightly', definitionArn('web:3'), { GroupName: 'reports' }),
    ],
    [
      'a schedule runs it whose target the list does not show',
      () => {
        const body = (answer: string) =>
          JSON.stringify(JSON.parse(answer), (key, value: unknown) => (key === 'Target' ? undefined : value));
        fixture.aws.faults.add({ operation: 'ListSchedules', kind: 'other-body', body, times: Infinity });
        fixture.aws.world.createSchedule('nightly', definitionArn('web:3'));
      },
    ],
    [
      'a schedule runs it in another cluster',
      () =>
        scheduleOf('arn:aws:ecs:eu-central-1:123456789012:cluster/batch', {
          EcsParameters: { TaskDefinitionArn: definitionArn('web:3') },
        }),
    ],
    ...['runTask', 'startTask', 'updateService'].map(
      (call) =>
        [
          `a universal target of a schedule runs it by ${call}`,
          () =>
            scheduleOf(`arn:aws:scheduler:::aws-sdk:ecs:${call}`, {
              Input: JSON.stringify({ Cluster: 'shop', TaskDefinition: 'web:3' }),
            }),
        ] as const,
    ),
    ...['default', 'orders'].map(
      (bus) =>
        [
          `a rule of the bus ${bus} runs it`,
          () => fixture.aws.world.createRule('refund', [targetOf(definitionArn('web:3'))], bus),
        ] as const,
    ),
    ['a rollback of the service goes to it', () => fixture.deploy({ env: { ECS_CD_TO: 'web:3' } })],
  ];
  for (const [why, given, env = {}] of needed)
    it(`spares a revision where ${why}`, async () => {
      register(3);
      await given();
      const { log } = await exits(0, deploy('1', env));
      expect(gone(log)).to.equal('web:4 web:2');
    });

  it('spares what a rollback of another service of the family goes to', async () => {
    register(3);
    fixture.aws.world.createService({ cluster: 'shop', name: 'worker', taskDefinition: 'web:2' });
    await fixture.deploy({ env: { SERVICE_NAME: 'worker', ECS_CD_TO: 'web:3' } });
    const { log } = await deploy('1');
    expect(gone(log)).to.equal('web:4');
  });

  it('spares what a schedule runs that does not follow', async () => {
    await fixture.close();
    fixture = await openServiceFixture({ desiredCount: 0 });
    register(3);
    fixture.aws.world.createSchedule('nightly', definitionArn('web:3'));
    const { log } = await exits(0, deploy('1', { ECS_CD_SCHEDULES: 'nightly' }));
    expect(gone(log)).to.equal('web:4 web:2');
  });

  it('deregisters what rules and schedules name otherwise than to run it', async () => {
    register(3);
    const { world } = fixture.aws;
    scheduleOf('arn:aws:lambda:eu-central-1:123456789012:function:f', { Input: '{"revision":"web:3"}' });
    world.createSchedule('thirty', definitionArn('web:30'));
    world.createRule('other-family', [targetOf(definitionArn('my-web:3'))]);
    world.createRule('queue', [{ Id: 'q', Arn: 'arn:aws:sqs:eu-central-1:123456789012:q' }]);
    expect(gone((await exits(0, deploy('1'))).log)).to.equal('web:4 web:3 web:2');
  });

  it('leaves those that Terraform or another STAGE registered', async () => {
    register(1, { tags: [{ key: 'team', value: 'shop' }] });
    const [web] = definitionOf(fixture).containerDefinitions;
    const options = { ...web?.logConfiguration?.options, 'awslogs-stream-prefix': 'production' };
    const container = { logConfiguration: { logDriver: 'awslogs' as const, options } };
    register(1, definitionOf(fixture, container));
    register(1);
    const { log } = await deploy('1');
    expect(gone(log)).to.equal('web:4');
  });

  it('leaves those whose logs do not say which STAGE they are of', async () => {
    const { containerDefinitions, ...definition } = definitionOf(fixture);
    const silent = containerDefinitions.map(({ logConfiguration: _, ...container }) => container);
    register(3, { ...definition, containerDefinitions: silent });
    expect(gone((await deploy('1')).log)).to.equal('');
  });

  it('is bounded: one run goes on where the one before has ended', async () => {
    register(50);
    const first = await deploy('5');
    expect(gone(first.log).split(' ')).to.have.lengthOf(20).and.include('web:47').and.include('web:28');
    const second = await deploy('5', { DOCKER_TAG: 'v1' });
    expect(gone(second.log).split(' ')).to.have.lengthOf(20);
    const looks = fixture.aws.calls.filter(({ operation }) => operation === 'DescribeTaskDefinition');
    expect(looks.length).to.be.below(60);
  });

  it('is off by default, after a failure, and changes no verdict where AWS denies it', async () => {
    register(3);
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    expect((await deploy('1')).exitCode).to.equal(6);
    fixture.newTasks({ kind: 'healthy' });
    expect((await fixture.deploy()).exitCode).to.equal(0);
    expect(fixture.changes()).to.not.include('DeregisterTaskDefinition');
    const denied = [
      ...['ecs:ListServices', 'ecs:ListTaskDefinitions', 'ecs:DeregisterTaskDefinition'],
      ...['events:ListEventBuses', 'events:ListRuleNamesByTarget', 'scheduler:ListSchedules'],
    ];
    for (const permission of denied) {
      const [, operation = ''] = permission.split(':');
      fixture.aws.faults.add({ operation, kind: 'access-denied', times: 1 });
      const { log } = await exits(0, deploy('1'));
      expect(log).to.match(
        new RegExp(
          `^warning: older revisions are not deregistered \\(ECS_CD_KEEP_REVISIONS\\): .*${permission}`,
          'm',
        ),
      );
    }
    fixture.aws.faults.add({ operation: 'ListServiceDeployments', kind: 'access-denied', times: 2 });
    const { log } = await exits(0, deploy('1'));
    expect(gone(log)).to.equal('');
    expect(fixture.changes()).to.not.include('DeregisterTaskDefinition');
  });

  const blind: readonly (readonly [operation: string, body: (answer: string) => string])[] = [
    ['ListServices', () => '{"serviceArns":[]}'],
    ['DescribeServices', withoutWorker],
    ['ListTasks', () => '{"taskArns":[]}'],
    ['DescribeTasks', () => '{"tasks":[]}'],
    ['ListEventBuses', () => '{"EventBuses":[]}'],
    ['ListTargetsByRule', () => '{"Targets":[]}'],
    ['GetSchedule', () => '{"Name":"nightly"}'],
  ];
  for (const [operation, body] of blind)
    it(`deregisters nothing where ${operation} does not show all that runs`, async () => {
      register(3);
      fixture.aws.world.createService({ cluster: 'shop', name: 'worker', taskDefinition: 'web:3' });
      fixture.aws.world.createRule('refund', [targetOf(definitionArn('web:2'))]);
      fixture.aws.world.createSchedule('nightly', definitionArn('web:2'));
      let isAsked = false;
      fixture.aws.onCall((call) => {
        if (isAsked || call.operation !== 'ListTaskDefinitions') return;
        isAsked = true;
        fixture.aws.faults.add({ operation, kind: 'other-body', body, times: Infinity });
      });
      const { log } = await exits(0, deploy('1'));
      expect(log).to.match(/^warning: older revisions are not deregistered/m);
      expect(fixture.changes()).to.not.include('DeregisterTaskDefinition');
    });

  it('is refused as a number that says nothing', async () => {
    expect((await deploy('0')).exitCode).to.equal(2);
  });
});
