import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { openServiceFixture, type ServiceFixture, type FixtureOptions } from '../service-fixture';
import { base, denied, plannedIn, roleArn, secretArn } from './look-ahead';
import { exits } from '../run';

const looks = [
  'GetCallerIdentity',
  'GetRole',
  'SimulatePrincipalPolicy',
  'DescribeSubnets',
  'DescribeLogGroups',
  'GetDownloadUrlForLayer',
];

describe('a deployment after its preflight', () => {
  let fixture: ServiceFixture;
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  const operations = () => fixture.aws.calls.map(({ operation }) => operation);
  afterEach(() => fixture.close());

  it('does not begin when something is certain to fail: all of it is listed, each with its fix', async () => {
    await open();
    fixture.aws.world.deleteLogGroup('/shop/web');
    fixture.aws.world.deleteIamRole('web-execution');
    const { stderr, dotenv } = await exits(3, fixture.deploy({ env: { DOCKER_TAG: 'v3' } }));
    expect(stderr)
      .to.match(/DOCKER_TAG .*no image/)
      .and.match(/log group \/shop\/web .*\n +fix: create it|log group \/shop\/web\s/)
      .and.match(/execution role .*no role web-execution/)
      .and.contain('3 problems block this deployment; nothing was changed');
    expect(stderr.match(/fix: /g)).to.have.lengthOf(3);
    expect(dotenv).to.deep.equal({ ECS_CD_VERDICT: 'rejected' });
    expect(fixture.changes()).to.deep.equal([]);
  });

  it('goes on where something may fail, and says so in a line', async () => {
    await open();
    fixture.aws.world.createSubnet('subnet-1', { freeAddresses: 0 });
    const { log } = await exits(0, fixture.deploy());
    expect(log)
      .to.match(/^preflight {3}arn:aws:iam::123456789012:user\/cicd: 1 warning$/m)
      .and.match(/^warning: subnet subnet-1: it has no free IP address/m);
  });

  it('says in one place what it may not look at, by the permission that is missing', async () => {
    await open();
    base({ taskRoleArn: roleArn('web-task') })(fixture);
    for (const operation of looks) denied(operation)(fixture);
    const { log } = await exits(0, fixture.deploy());
    expect(log.match(/^.*unknown.*$/gm)).to.have.length(2);
    expect(log)
      .to.match(
        /no problems found, 7 unknown\n {12}unknown: caller and permissions \(sts:GetCallerIdentity\), /,
      )
      .and.contain('execution role and task role (iam:GetRole)');
  });

  it('looks at nothing more than it needs when ECS_CD_PREFLIGHT is off', async () => {
    await open();
    fixture.aws.world.deleteLogGroup('/shop/web');
    await exits(0, fixture.deploy({ env: { ECS_CD_PREFLIGHT: 'off' } }));
    expect(operations()).not.to.include.members(['GetCallerIdentity']);
    expect(operations().filter((one) => looks.includes(one))).to.deep.equal([]);
  });

  it('still refuses the wrong account and a missing image when ECS_CD_PREFLIGHT is off', async () => {
    await open();
    const env = { ECS_CD_PREFLIGHT: 'off', ECS_CD_ACCOUNT_ID: '999999999999', DOCKER_TAG: 'v3' };
    const { log } = await exits(3, fixture.deploy({ env }));
    expect(log).to.contain('2 problems block this deployment');
  });

  for (const kind of [
    'throttle',
    'server-error',
    'unavailable',
    'refuse',
    'strange-page',
    'expired-token',
  ] as const) {
    it(`is not stopped by a look that ends in ${kind}`, async () => {
      await open();
      for (const operation of looks) fixture.aws.faults.add({ operation, kind, times: Infinity });
      const { log } = await exits(0, fixture.deploy());
      expect(log).to.match(/no problems found, \d unknown/);
    });
  }

  it('is not held up by looks that nobody answers', async () => {
    await open();
    for (const operation of looks) fixture.aws.faults.add({ operation, kind: 'hang', times: Infinity });
    const deployed = fixture.deploy();
    while (!fixture.aws.calls.some(({ fault }) => fault === 'hang')) await new Promise(setImmediate);
    await fixture.aws.clock.sleep(5_000);
    const { log } = await exits(0, deployed);
    expect(log).to.contain('AWS did not answer in time');
  });

  it('asks for nothing twice that the deployment reads anyway', async () => {
    await open();
    await fixture.deploy();
    const before = operations().slice(0, operations().indexOf('RegisterTaskDefinition'));
    for (const once of ['BatchGetImage', 'DescribeServices', 'DescribeTaskDefinition', 'GetCallerIdentity']) {
      expect(
        before.filter((operation) => operation === once),
        once,
      ).to.have.lengthOf(1);
    }
  });

  it('makes at most 20 calls before it changes something, and reads no value, whatever the tasks are given', async () => {
    const loadBalancers = [1, 2].map((number) => ({
      targetGroupArn: `arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/${number}`,
      containerName: 'web',
      containerPort: 8080,
    }));
    await open({ service: { loadBalancers } });
    const { world } = fixture.aws;
    world.createIamRole('web-task');
    const names = Array.from({ length: 30 }, (_, index) => `web/${index}`);
    for (const name of names) {
      world.createSecret(name);
      world.createParameter(`/${name}`);
      world.createLogGroup(`/${name}`);
    }
    const sidecars = names.map((name, index) => ({
      name: `sidecar-${index}`,
      image: 'sidecar',
      essential: false,
      logConfiguration: {
        logDriver: 'awslogs' as const,
        options: {
          'awslogs-group': `/${name}`,
          'awslogs-region': 'eu-central-1',
          'awslogs-stream-prefix': 'x',
        },
      },
      secrets: [
        { name: 'ONE', valueFrom: secretArn(name) },
        { name: 'TWO', valueFrom: `/${name}` },
      ],
    }));
    const image = `${fixture.env['REPOSITORY_URL'] ?? ''}:v1`;
    base({
      taskRoleArn: roleArn('web-task'),
      containerDefinitions: [{ name: 'web', image, portMappings: [{ containerPort: 8080 }] }, ...sidecars],
    })(fixture);
    const { calls, file, log } = await plannedIn(fixture);
    expect(calls.length, calls.join(' ')).to.be.at.most(20);
    expect(calls.filter((call) => /Value|:GetParameter/.test(call))).to.deep.equal([]);
    expect(
      file?.findings.filter(({ severity }) => severity === 'error'),
      log,
    ).to.deep.equal([]);
    const leftOut = file?.findings.filter(({ subject }) => subject === 'limit of calls');
    expect(leftOut?.map(({ message }) => message)).to.deep.equal([
      'not checked: 57 more (secret web/0-AbCdEf, secret web/1-AbCdEf, secret web/2-AbCdEf, ...)',
    ]);
  });

  it('leaves Node nothing to warn of in the job log, however many secrets there are', async () => {
    await open();
    const names = Array.from({ length: 12 }, (_, index) => `web/${index}`);
    for (const name of names) fixture.aws.world.createSecret(name);
    base({}, { secrets: names.map((name) => ({ name, valueFrom: secretArn(name) })) })(fixture);
    const warnings: string[] = [];
    const heard = ({ name }: Error) => void warnings.push(name);
    process.on('warning', heard);
    try {
      await plannedIn(fixture);
      // Node tells of it in a later turn.
      await new Promise(setImmediate);
    } finally {
      process.off('warning', heard);
    }
    expect(warnings).to.deep.equal([]);
  });

  it('asks IAM about the role behind a session, wherever it lies', async () => {
    await open();
    const { world, clientConfig } = fixture.aws;
    const { roleArn: arn } = world.createRole('deployer');
    world.createIamRole('deployer', { path: '/ci/' });
    const sts = new STSClient(clientConfig);
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'job-1' }));
    const { exitCode, log } = await fixture.deploy({
      env: {
        AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
        AWS_SESSION_TOKEN: Credentials?.SessionToken,
      },
    });
    sts.destroy();
    expect(exitCode, log).to.equal(0);
    expect(log).to.match(/:assumed-role\/deployer\/job-1: no problems found$/m);
    const asked = fixture.aws.calls.filter(({ operation }) => operation === 'SimulatePrincipalPolicy');
    const principals = asked.map(({ input }) => (input as { PolicySourceArn?: string }).PolicySourceArn);
    expect(new Set(principals)).to.deep.equal(new Set(['arn:aws:iam::123456789012:role/ci/deployer']));
  });
});
