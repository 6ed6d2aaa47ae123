import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DeregisterTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  type RegisterTaskDefinitionCommandInput,
} from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { definitionOf, openAccount, refusalOf, type Account } from '../account';
import { jsonProtocol } from './json-protocol';
import { operationSchemaOf } from './schema';
import * as ecsSchemas from '@aws-sdk/client-ecs';

const place = { cluster: 'shop', service: 'web' };

describe('the simulated ECS is strict', () => {
  let account: Account;
  beforeEach(async () => {
    account = await openAccount();
  });
  afterEach(() => account.close());

  /** Sends a body that the SDK itself would never send, for it drops what it does not know. */
  async function send(command: object, body: object): Promise<unknown> {
    const client = new ECSClient(account.config);
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign(args.request as object, { body: JSON.stringify(body) });
        return next(args);
      },
      { step: 'build', priority: 'high' },
    );
    try {
      return await client.send(command as UpdateServiceCommand);
    } finally {
      client.destroy();
    }
  }
  const register = (body: object) => send(new RegisterTaskDefinitionCommand(definitionOf('web')), body);

  describe('about what it is sent: it refuses', () => {
    it('members that only a description has', async () => {
      const { taskDefinition } = await account.ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }),
      );
      const { registeredAt: _, ...described } = { ...taskDefinition };
      const { name, message } = await refusalOf(register(described));
      expect(name).to.equal('SerializationException');
      expect(message).to.contain('taskDefinitionArn');
    });

    it('members that it does not know, however deep', async () => {
      const { message } = await refusalOf(
        register({ ...definitionOf('web'), containerDefinitions: [{ name: 'web', brandNew: 1 }] }),
      );
      expect(message).to.equal('Unknown member: containerDefinitions[0].brandNew');
    });

    for (const [member, value, expected] of [
      ['cpu', 256, 'string'],
      ['containerDefinitions', {}, 'list'],
      ['tags', [{ key: 'a', value: 1 }], 'string'],
      ['enableFaultInjection', 'true', 'boolean'],
    ] as const) {
      it(`a wrong type: ${member} ${JSON.stringify(value)}`, async () => {
        const { name, message } = await refusalOf(register({ ...definitionOf('web'), [member]: value }));
        expect(name).to.equal('SerializationException');
        expect(message).to.match(new RegExp(`^${member}.*can not be converted to ${expected}$`));
      });
    }

    it('a request without a required member', async () => {
      const { name, message } = await refusalOf(send(new UpdateServiceCommand(place), { cluster: 'shop' }));
      expect({ name, message }).to.deep.equal({
        name: 'ClientException',
        message: 'Missing required parameter: service',
      });
    });

    it('an operation that nobody knows', async () => {
      const call = account.ecs.send(new ecsSchemas.DeleteClusterCommand({ cluster: 'shop' }));
      expect((await refusalOf(call)).name).to.equal('UnknownOperationException');
    });
  });

  describe('about a task definition: it refuses', () => {
    const fargate: RegisterTaskDefinitionCommandInput = {
      family: 'web',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
      containerDefinitions: [{ name: 'web', image: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/web' }],
    };
    const logging = (options: Record<string, string>) => ({
      containerDefinitions: [
        { name: 'web', image: 'web', logConfiguration: { logDriver: 'awslogs' as const, options } },
      ],
    });
    const options = { 'awslogs-group': 'g', 'awslogs-region': 'r', 'awslogs-stream-prefix': 'p' };

    for (const [what, change, expected] of [
      ['empty tags', { tags: [] }, 'Tags can not be empty.'],
      [
        'a container without memory',
        { requiresCompatibilities: [], memory: undefined },
        "'memory' or 'memoryReservation'",
      ],
      ['a tag of AWS itself', { tags: [{ key: 'aws:x', value: 'y' }] }, 'Tag keys cannot start with aws:.'],
      ['a long tag', { tags: [{ key: 'a', value: 'b'.repeat(257) }] }, 'up to 256 allowed characters'],
      ['a tag with a tilde', { tags: [{ key: 'a', value: '~' }] }, 'up to 256 allowed characters'],
      ['51 tags', { tags: Array.from({ length: 51 }, (_, at) => ({ key: `k${at}` })) }, 'cannot exceed 50'],
      ['no container', { containerDefinitions: [] }, 'Container definitions should not be empty.'],
      ['Fargate of an odd size', { memory: '600' }, 'No Fargate configuration exists for given values.'],
      [
        'ECR images on Fargate without an execution role',
        { executionRoleArn: undefined },
        'Fargate requires task definition to have execution role ARN to support ECR images.',
      ],
      [
        'awslogs on Fargate without an execution role',
        { executionRoleArn: undefined, ...logging(options) },
        'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
      ],
      [
        'awslogs on Fargate without a stream prefix',
        logging({ ...options, 'awslogs-stream-prefix': '' }),
        'awslogs-stream-prefix',
      ],
    ] as const) {
      it(what, async () => {
        const input = { ...fargate, ...change } as unknown as RegisterTaskDefinitionCommandInput;
        const { name, message } = await refusalOf(account.ecs.send(new RegisterTaskDefinitionCommand(input)));
        expect(name).to.equal('ClientException');
        expect(message).to.contain(expected);
      });
    }

    it('nothing that is right, and gives it the next revision', async () => {
      const { taskDefinition } = await account.ecs.send(new RegisterTaskDefinitionCommand(fargate));
      expect(taskDefinition).to.include({ family: 'web', revision: 2, status: 'ACTIVE' });
    });
  });

  describe('about an update: it refuses', () => {
    const update = (input: object) =>
      refusalOf(account.ecs.send(new UpdateServiceCommand({ ...place, ...input })));

    it('a cluster or a service that there is not', async () => {
      expect(await update({ cluster: 'none' })).to.deep.equal({
        name: 'ClusterNotFoundException',
        message: 'Cluster not found.',
      });
      expect((await update({ service: 'none' })).name).to.equal('ServiceNotFoundException');
      const services = ['none'];
      const { failures } = await account.ecs.send(new DescribeServicesCommand({ cluster: 'shop', services }));
      expect(failures).to.deep.equal([
        { arn: 'arn:aws:ecs:eu-central-1:123456789012:service/shop/none', reason: 'MISSING' },
      ]);
    });

    it('a service that is being deleted', async () => {
      account.aws.world.deleteService('shop', 'web');
      expect((await account.service()).status).to.equal('DRAINING');
      await account.pass(60);
      expect((await account.service()).status).to.equal('INACTIVE');
      expect((await update({ desiredCount: 1 })).name).to.equal('ServiceNotActiveException');
    });

    it('a task definition that is inactive or missing', async () => {
      expect(await update({ taskDefinition: 'web:7' })).to.deep.equal({
        name: 'ClientException',
        message: 'TaskDefinition not found.',
      });
      await account.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web:1' }));
      expect((await update({ taskDefinition: 'web:1' })).message).to.equal('TaskDefinition is inactive');
    });

    it('what belongs to another deployment controller', async () => {
      const { world } = account.aws;
      const service = { cluster: 'shop', name: 'blue', taskDefinition: 'web' };
      world.createService({ ...service, controller: 'CODE_DEPLOY' });
      const { name, message } = await update({ service: 'blue', taskDefinition: 'web:1' });
      expect(name).to.equal('InvalidParameterException');
      expect(message).to.match(/^Unable to update task definition on services with a CODE_DEPLOY/);
      expect((await update({ service: 'blue', forceNewDeployment: true })).message).to.match(
        /^Cannot force a new deployment on services with a CODE_DEPLOY/,
      );
    });
  });

  it('about its own answers: one that AWS could not give is a mistake of the simulator', () => {
    const schema = operationSchemaOf(ecsSchemas, 'DescribeServices')!;
    const answer = (service: object) => () =>
      jsonProtocol('ClientException').answerOf(schema, 'DescribeServices', { services: [service] });
    expect(answer({ serviceName: 'web', createdAt: new Date(0) })).not.to.throw();
    expect(answer({ serviceName: 1 })).to.throw('"path":"services[0].serviceName","expected":"string"');
    expect(answer({ brandNew: 1 })).to.throw('"kind":"unknown","path":"services[0].brandNew"');
    expect(answer({ createdAt: 0 })).to.throw('"expected":"timestamp"');
  });
});
