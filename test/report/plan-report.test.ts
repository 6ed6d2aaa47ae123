import { expect } from 'chai';
import { wrapped } from '../../runner/log/wrapped';
import { base, definitionOf, plannedIn, secretArn } from '../preflight/look-ahead';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';

describe('a plan, in the log and in its file,', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
  });
  afterEach(() => fixture.close());

  it('has one empty line between its parts', async () => {
    const env = { ECS_CD_TEST_HEALTH_CHECK_HEADER: 'x-test: 1' };
    for (const { log } of [await fixture.run(['plan']), await fixture.run(['plan'], { env })])
      expect(log)
        .to.match(/\n\nplan file /)
        .and.not.match(/\n\n\n/);
  });

  it('shows no value that could be a secret, in the log or the file, and names what changes', async () => {
    const words = [
      'hunter2-env',
      'hunter2-command',
      'hunter2-label',
      'hunter2-option',
      'hunter2-check',
      'hunter2-volume',
    ];
    const [env, command, label, option, check, volume] = words as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    base(
      {
        volumes: [
          {
            name: 'data',
            dockerVolumeConfiguration: { driver: 'local', driverOpts: { o: `password=${volume}` } },
          },
        ],
        requiresCompatibilities: ['EC2', 'FARGATE'],
      },
      {
        environment: [{ name: 'DATABASE_URL', value: `postgres://app:${env}@db/app` }],
        command: ['serve', '--token', command],
        entryPoint: ['/bin/sh', '-c', `TOKEN=${command} exec app`],
        dockerLabels: { key: label },
        healthCheck: { command: ['CMD-SHELL', `curl -H "Authorization: ${check}" localhost`], interval: 10 },
        logConfiguration: {
          logDriver: 'splunk',
          options: { 'splunk-token': option, 'splunk-url': 'https://x' },
        },
        secrets: [{ name: 'KEY', valueFrom: secretArn('web/key') }],
      },
    )(fixture);
    fixture.aws.world.createSecret('web/key');
    const { log, text, file } = await plannedIn(fixture);
    for (const word of words) expect(log + text).not.to.contain(word);
    const shown = file?.differences.map(
      ({ path, isHidden = false }) => `${path.slice(2).join('.')} ${String(isHidden)}`,
    );
    expect(shown).to.include.members([
      'environment.DATABASE_URL true',
      'command true',
      'entryPoint true',
      'dockerLabels.key true',
      'healthCheck.command true',
      'healthCheck.interval false',
      'logConfiguration.options.splunk-token true',
      'secrets.KEY false',
    ]);
    expect(log).to.contain(`+ web secrets.KEY: ${secretArn('web/key')}`);
  });

  it('shows no literal that was pasted where a reference belongs, whatever AWS says of it', async () => {
    const [pasted, option, login] = ['hunter2-Secret-pass', 'hunter3-Secret-pass', 'hunter4-Secret-pass'];
    base(
      {},
      {
        secrets: [{ name: 'DB_PASSWORD', valueFrom: pasted }],
        logConfiguration: {
          logDriver: 'splunk',
          secretOptions: [{ name: 'splunk-token', valueFrom: option }],
        },
        repositoryCredentials: { credentialsParameter: login },
      },
    )(fixture);
    const error = {
      name: 'ValidationException',
      message: `Value '[${pasted}]' failed to satisfy constraint`,
    };
    const first = await plannedIn(fixture);
    fixture.aws.faults.add({ operation: 'DescribeParameters', kind: 'client-error', error, times: 9 });
    const second = await plannedIn(fixture);
    const subjects = first.file?.findings.map(({ subject }) => subject);
    expect(subjects).to.include.members([
      'parameter of secret DB_PASSWORD',
      'secret of repositoryCredentials.credentialsParameter',
    ]);
    expect(second.text).to.contain("Value '[[MASKED]]'");
    expect(first.log + first.text + second.log + second.text).not.to.match(/hunter\d/);
  });

  it('tells a name as plain text, and never one that is a secret of the job', async () => {
    const key = fixture.aws.env['AWS_SECRET_ACCESS_KEY'] ?? '';
    const environment = [`A\u001b[31m\nverdict`, `B-${key}`].map((name) => ({ name, value: 'x' }));
    base({}, { environment })(fixture);
    const { log, text } = await plannedIn(fixture);
    expect(log).to.contain('+ web environment.A verdict (value not shown)');
    expect(key).to.have.length.above(8);
    expect(text).to.contain('B-[MASKED]').and.not.contain(key);
  });

  it('can be broken at words to a page of 100 columns, but for names that have to be copied whole', async () => {
    base(
      { ...definitionOf(fixture), cpu: '512', memory: '1024' },
      { environment: [{ name: 'MODE', value: 'fast' }] },
    )(fixture);
    for (const operation of ['GetRole', 'DescribeSubnets', 'SimulatePrincipalPolicy'])
      fixture.aws.faults.add({ operation, kind: 'access-denied', times: Infinity });
    const { log } = await plannedIn(fixture);
    const long = log
      .split('\n')
      .flatMap((line) => wrapped(line, 100))
      .filter((line) => line.length > 100);
    for (const line of long) expect(line).to.match(/\S{60}/);
  });
});
