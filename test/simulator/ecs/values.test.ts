import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  type RegisterTaskDefinitionCommandInput,
} from '@aws-sdk/client-ecs';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect } from 'chai';
import { definitionOf, openAccount, refusalOf, type Account } from '../account';

describe('a value that AWS rules out', () => {
  let account: Account;
  beforeEach(async () => {
    account = await openAccount();
  });
  afterEach(() => account.close());

  const place = { cluster: 'shop', service: 'web' };
  const update = (input: object) => account.ecs.send(new UpdateServiceCommand({ ...place, ...input }));
  const hooks = (hook: object) => ({ deploymentConfiguration: { lifecycleHooks: [hook] } });
  const bake = (bakeTimeInMinutes: number) => ({ deploymentConfiguration: { bakeTimeInMinutes } });

  for (const [input, message] of [
    [{ desiredCount: -1 }, 'desiredCount must be between 0 and 2147483647.'],
    [bake(1441), 'bakeTimeInMinutes must be between 0 and 1440.'],
    [
      { deploymentConfiguration: { linearConfiguration: { stepPercent: 2.9 } } },
      'stepPercent must be between 3 and 100.',
    ],
    [
      { deploymentConfiguration: { strategy: 'GREEN_BLUE' } },
      'Invalid strategy: GREEN_BLUE. Valid values are: BLUE_GREEN, CANARY, LINEAR, ROLLING',
    ],
    [
      hooks({ targetType: 'PAUSE', lifecycleStages: ['PRODUCTION_TRAFFIC_SHIFT'] }),
      'Invalid lifecycle stage provided for Pause Hook',
    ],
  ] as const) {
    it(`is refused in an update: ${JSON.stringify(input)}`, async () => {
      const refusal = await refusalOf(update(input));
      expect(refusal).to.deep.equal({ name: 'InvalidParameterException', message });
      expect(account.aws.truth('web').deploymentsEver).to.equal(1);
    });
  }

  it('is no list of nothing, and no status that there is not', async () => {
    const { ecs } = account;
    const cluster = 'shop';
    expect(await refusalOf(ecs.send(new DescribeServicesCommand({ cluster, services: [] })))).to.deep.equal({
      name: 'InvalidParameterException',
      message: 'Services cannot be empty.',
    });
    expect((await refusalOf(ecs.send(new DescribeTasksCommand({ cluster, tasks: [] })))).message).to.equal(
      'Tasks cannot be empty.',
    );
    const list = new ListTasksCommand({ cluster, desiredStatus: 'FOO' as 'RUNNING' });
    expect((await refusalOf(ecs.send(list))).message).to.match(/^Invalid desiredStatus: FOO/);
  });

  it('is a ClientException in a task definition', async () => {
    const input = { ...definitionOf('web'), networkMode: 'bridged' } as unknown;
    const register = new RegisterTaskDefinitionCommand(input as RegisterTaskDefinitionCommandInput);
    expect((await refusalOf(account.ecs.send(register))).name).to.equal('ClientException');
  });

  for (const [cpu, memory, units, mib] of [
    ['.25 vCPU', '.5 GB', '256', '512'],
    ['0.5 vCPU', '1 GB', '512', '1024'],
    ['1 vcpu', '2 gb', '1024', '2048'],
  ] as const) {
    it(`is not ${cpu} with ${memory}: AWS writes sizes like that itself`, async () => {
      const size = {
        cpu,
        memory,
        networkMode: 'awsvpc' as const,
        requiresCompatibilities: ['FARGATE' as const],
      };
      await account.ecs.send(new RegisterTaskDefinitionCommand({ ...definitionOf('web'), ...size }));
      const { taskDefinition } = await account.ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: 'web:2' }),
      );
      expect(taskDefinition).to.include({ cpu: units, memory: mib });
    });
  }

  it('is not the ARN that a task definition names for its secret', async () => {
    const client = new SecretsManagerClient(account.config);
    const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/key-x7Yq2Z';
    expect(account.aws.world.createSecret(arn)).to.deep.equal({ secretArn: arn });
    for (const SecretId of [arn, 'web/key', arn.replace('-x7Yq2Z', '')]) {
      const { ARN, Name } = await client.send(new DescribeSecretCommand({ SecretId }));
      expect({ ARN, Name }).to.deep.equal({ ARN: arn, Name: 'web/key' });
    }
    client.destroy();
  });

  it('is told apart from a service that is not simulated', async () => {
    const scope = 'Credential=AKIA/20261101/eu-central-1/lambda/aws4_request';
    const authorization = `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
    const bare = await fetch(`${account.config.endpoint}/2015-03-31/functions`, {
      headers: { authorization },
    });
    expect(bare.status).to.equal(404);
    expect(await bare.json()).to.deep.equal({
      __type: 'UnknownServiceException',
      message: 'The simulated AWS has no service lambda.',
    });
  });
});
