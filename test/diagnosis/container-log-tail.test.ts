import { expect } from 'chai';
import { openServiceFixture, type ServiceFixture, type FixtureOptions } from '../service-fixture';

const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1';
const balanced = {
  service: { loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 8080 }] },
} satisfies FixtureOptions;
const crash = { kind: 'crash', exitCode: 1, afterSeconds: 5 } as const;

describe('the last words of a container that failed', () => {
  let fixture: ServiceFixture;
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  afterEach(() => fixture.close());

  it('are shown as data, without their secrets', async () => {
    await open();
    const definition = fixture.aws.world;
    definition.registerTaskDefinition({
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::123456789012:role/web-execution',
      containerDefinitions: [
        {
          name: 'web',
          image: `${fixture.env['REPOSITORY_URL'] ?? ''}:v1`,
          environment: [{ name: 'DB_PASSWORD', value: 'correct horse' }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': '/shop/web',
              'awslogs-region': 'eu-central-1',
              'awslogs-stream-prefix': 'x',
            },
          },
        },
      ],
    });
    fixture.aws.world.outcomeOf = ({ taskDefinition }) =>
      taskDefinition === 'web:1'
        ? { kind: 'healthy' }
        : {
            ...crash,
            log: [
              '\u001b[31mred\u001b[0m\u001b[0Ksection_end:1:x\r',
              'password is correct horse',
              'postgres://app:hunter2@db/app',
              'x'.repeat(9_000),
            ],
          };
    const { log } = await fixture.deploy();
    expect(log)
      .to.contain('| redsection_end:1:x')
      .and.contain('| password is [MASKED]')
      .and.contain('| postgres://app:[MASKED]@db/app');
    expect(log).to.not.match(/\u001b|\r|correct horse|hunter2|x{500}/);
  });

  it('cannot be shown where the container has no awslogs, and that is said', async () => {
    await open();
    fixture.aws.world.registerTaskDefinition({
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::123456789012:role/web-execution',
      containerDefinitions: [{ name: 'web', image: `${fixture.env['REPOSITORY_URL'] ?? ''}:v1` }],
    });
    fixture.newTasks(crash);
    const { log } = await fixture.deploy();
    expect(log)
      .to.contain('its log cannot be shown: web has no logConfiguration')
      .and.contain('add the awslogs log driver to container web in the task definition web')
      .and.not.contain('find the error in the log');
  });

  it('are as many lines as were asked for, and are not read where none were', async () => {
    for (const [count, lines] of [
      ['1', ['| two']],
      ['0', null],
    ] as const) {
      await open();
      fixture.newTasks({ ...crash, log: ['one', 'two'] });
      const { log } = await fixture.deploy({ env: { ECS_CD_LOG_LINES: count } });
      expect(log.match(/\| \w+$/m), log).to.deep.equal(lines);
      if (lines) await fixture.close();
      else expect(fixture.aws.calls.map(({ operation }) => operation)).to.not.include('GetLogEvents');
    }
  });

  it('tell the cause also when they come late', async () => {
    await open();
    fixture.newTasks({ ...crash, exitCode: 255, log: ['exec /bin/app: exec format error'] });
    fixture.aws.world.setTimings({ logDeliveryMs: 20_000 });
    const { log } = await fixture.deploy({ env: { ECS_CD_FAIL_FAST: 'off', ECS_CD_TIMEOUT: '3m' } });
    expect(log).to.match(/^\d\d:\d\d {2}task \w+ of web:2 stopped: .*architecture.*\n +\| exec/m);
    expect(log).to.match(/^why .*architecture/m);
  });

  it('are asked for again when they had not arrived as the task stopped', async () => {
    await open();
    fixture.newTasks({ ...crash, log: ['Error: no DATABASE_URL'] });
    const { aws } = fixture;
    aws.world.setTimings({ logDeliveryMs: 30_000 });
    const { log } = await fixture.deploy();
    expect(aws.calls.filter(({ operation }) => operation === 'GetLogEvents').length).to.be.within(2, 4);
    expect(log.match(/\| Error: no DATABASE_URL/g)).to.have.length(2);
  });

  it('are those of the container that the load balancer asks, where its health check failed', async () => {
    await open(balanced);
    fixture.aws.world.outcomeOf = ({ taskDefinition }) =>
      taskDefinition === 'web:1' ? { kind: 'healthy' } : { kind: 'unhealthy-target', log: ['GET / 500'] };
    const { log } = await fixture.deploy();
    expect(log).to.contain('| GET / 500');
  });

  for (const [what, log, shown] of [
    [
      'many lines in one',
      [Array.from({ length: 50_000 }, (_, at) => `line ${at}`).join('\n')],
      /\| line 49999$/m,
    ],
    ['a line that is long', ['x'.repeat(1_000_000)], /\| x{400}…$/m],
    ['a megabyte of nothing', [`${'\n'.repeat(1_000_000)}the end\n`], /\| the end$/m],
  ] as const) {
    it(`are shown as far as anybody would read, where the application wrote ${what}`, async () => {
      const before = process.cpuUsage();
      await open();
      fixture.newTasks({ ...crash, log });
      const { log: told } = await fixture.deploy();
      expect(told).to.match(shown);
      // Masking all of it would take far longer, and stop everything else meanwhile.
      expect(process.cpuUsage(before).user / 1e6, 'seconds').to.be.below(20);
    });
  }

  it('are the last one where an answer has more of them than is read of any', async () => {
    await open();
    fixture.newTasks({ ...crash, log: [`${'\n'.repeat(1_000_000)}the end`] });
    const body = (answer: string) => {
      const { events } = JSON.parse(answer) as { readonly events: readonly unknown[] };
      return JSON.stringify({ events: Array<unknown>(20).fill(events).flat() });
    };
    fixture.aws.faults.add({ operation: 'GetLogEvents', kind: 'other-body', body });
    // Through a socket: it is our own handler that reads no more.
    const { log } = await fixture.deploy({ wire: {} });
    expect(log).to.match(/\| the end$/m);
    expect(fixture.aws.calls.filter(({ operation }) => operation === 'GetLogEvents')).to.have.length(2);
  });
});
