import { DescribeServiceRevisionsCommand, type ContainerDefinition } from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect } from 'chai';
import { openAccount, type Account } from '../../account';
import type { TaskOutcome } from './scripted-tasks';
import type { NewService } from '../world';

const groupOf = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/${name}/1`;
const app = { name: 'app', image: 'shop:2', memory: 128, essential: true };
const proxy = { name: 'proxy', image: 'envoy:1', memory: 128, essential: false };
const migrate = { name: 'migrate', image: 'shop:2', memory: 128, essential: false };
const after = (condition: 'SUCCESS' | 'HEALTHY' | 'COMPLETE', containerName = 'migrate') => ({
  ...app,
  dependsOn: [{ containerName, condition }],
});

describe('the containers of a simulated task', () => {
  let account: Account;
  afterEach(() => account.close());

  async function deploy(
    containerDefinitions: ContainerDefinition[],
    outcome: TaskOutcome,
    service: Partial<NewService> = {},
  ) {
    account = await openAccount(service);
    account.aws.world.registerTaskDefinition({ family: 'several', containerDefinitions });
    account.aws.world.setOutcome({ taskDefinition: 'several' }, outcome);
    await account.deploy(undefined, { taskDefinition: 'several' });
  }
  async function firstStopped() {
    for (;;) {
      await account.pass(1);
      const [task] = await account.tasks('STOPPED');
      if (task)
        return { ...task, codes: task.containers!.map(({ name, exitCode }) => `${name} ${exitCode}`) };
    }
  }
  const ofNew = async () =>
    (await account.tasks('RUNNING')).find(({ taskDefinitionArn }) =>
      taskDefinitionArn!.endsWith('several:1'),
    );

  it('end each with a code of its own: ECS stops the others when an essential one has ended', async () => {
    const containers = { app: { exitCode: 1, afterSeconds: 4 }, proxy: { stoppedWith: 2 } };
    await deploy([proxy, app], { kind: 'containers', containers });
    const { codes, stopCode, stoppedReason } = await firstStopped();
    expect(codes).to.deep.equal(['proxy 2', 'app 1']);
    expect(stopCode).to.equal('EssentialContainerExited');
    expect(stoppedReason).to.equal('Essential container in task exited');
  });

  it('are killed by ECS with 137 unless it is said', async () => {
    await deploy([app, proxy], { kind: 'containers', containers: { app: { exitCode: 0 } } });
    expect((await firstStopped()).codes).to.deep.equal(['app 0', 'proxy 137']);
  });

  it('may end before the task does where they are not essential', async () => {
    await deploy([app, proxy], { kind: 'containers', containers: { proxy: { exitCode: 2 } } });
    await account.pass(180);
    const { containers } = (await ofNew())!;
    expect(
      containers!.map(({ name, lastStatus, exitCode }) => ({ name, lastStatus, exitCode })),
    ).to.deep.equal([
      { name: 'app', lastStatus: 'RUNNING', exitCode: undefined },
      { name: 'proxy', lastStatus: 'STOPPED', exitCode: 2 },
    ]);
    expect(account.aws.truth('web').taskDefinition).to.equal('several:1');
  });

  it('wait for an init container, which does its work and ends', async () => {
    await deploy([migrate, after('SUCCESS')], { kind: 'healthy' });
    await account.pass(180);
    const { containers } = (await ofNew())!;
    expect(containers![0]).to.include({ name: 'migrate', lastStatus: 'STOPPED', exitCode: 0 });
    expect(account.aws.truth('web').taskDefinition).to.equal('several:1');
  });

  for (const [condition, exitCode] of [
    ['SUCCESS', 1],
    ['SUCCESS', 143],
    ['HEALTHY', 0],
  ] as const) {
    it(`never start when what they wait for to be ${condition} ends with ${exitCode}`, async () => {
      const containers = { migrate: { exitCode, afterSeconds: 2 } };
      await deploy([migrate, after(condition)], { kind: 'containers', containers });
      const task = await firstStopped();
      expect(task.codes).to.deep.equal([`migrate ${exitCode}`, 'app 143']);
      expect(task).to.include({ stopCode: 'TaskFailedToStart' }).and.not.have.property('startedAt');
      expect(task.containers![1]!.reason).to.equal(
        `CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [migrate(shop:2) (STOPPED->RUNNING) - Exit: ${exitCode}] for target [app(shop:2) (NONE->RUNNING)] as dependency did not exit successfully.`,
      );
    });
  }

  it('start all the same when they wait for no more than an end', async () => {
    const containers = { migrate: { exitCode: 1, afterSeconds: 2 } };
    await deploy([migrate, after('COMPLETE')], { kind: 'containers', containers });
    await account.pass(180);
    expect(account.aws.truth('web').taskDefinition).to.equal('several:1');
  });

  it('may be one more than the definition has: Service Connect brings its own', async () => {
    const containers = { 'ecs-service-connect': { exitCode: 1 } };
    const settings = { serviceConnectConfiguration: { enabled: true } };
    await deploy([app], { kind: 'containers', containers }, { settings });
    const task = await firstStopped();
    expect(task.codes[1]).to.match(/^ecs-service-connect-\w{5} 1$/);
    expect(task.containers!.map(({ imageDigest }) => imageDigest)).to.satisfy((digests: string[]) =>
      digests.every((digest) => /^sha256:[0-9a-f]{64}$/.test(digest)),
    );
  });

  it('may be behind two target groups, of which one finds its own unhealthy', async () => {
    const loadBalancers = [
      { targetGroupArn: groupOf('web'), containerName: 'proxy', containerPort: 80 },
      { targetGroupArn: groupOf('backend'), containerName: 'app', containerPort: 8080 },
    ];
    await deploy(
      [proxy, app],
      { kind: 'unhealthy-target', target: groupOf('backend'), afterSeconds: 20 },
      { loadBalancers, settings: { healthCheckGracePeriodSeconds: 300 } },
    );
    await account.pass(90);
    const client = new ElasticLoadBalancingV2Client(account.config);
    const states = async (name: string) => {
      const command = new DescribeTargetHealthCommand({ TargetGroupArn: groupOf(name) });
      const { TargetHealthDescriptions = [] } = await client.send(command);
      return TargetHealthDescriptions.map((one) => `${one.Target!.Port} ${one.TargetHealth!.State}`);
    };
    expect(await states('web')).to.deep.equal(['80 healthy', '80 healthy']);
    expect(await states('backend')).to.deep.equal(['8080 healthy', '8080 unhealthy']);
    client.destroy();
    const { stoppedReason } = await firstStopped();
    expect(stoppedReason).to.equal(`Task failed ELB health checks in (target-group ${groupOf('backend')})`);
    expect((await account.messages()).join('\n')).to.contain('(port 8080) is unhealthy');
  });

  it('change to the alternate target group with each traffic shift', async () => {
    const loadBalancers = [
      {
        targetGroupArn: groupOf('blue'),
        containerName: 'app',
        containerPort: 80,
        advancedConfiguration: { alternateTargetGroupArn: groupOf('green') },
      },
    ];
    const deploymentConfiguration = { strategy: 'BLUE_GREEN' as const, bakeTimeInMinutes: 0 };
    await deploy([app], { kind: 'healthy' }, { loadBalancers, deploymentConfiguration });
    await account.pass(300);
    const { targetServiceRevision } = await account.record();
    const serviceRevisionArns = [targetServiceRevision!.arn!];
    const { serviceRevisions } = await account.ecs.send(
      new DescribeServiceRevisionsCommand({ serviceRevisionArns }),
    );
    const [balancer] = serviceRevisions![0]!.resolvedConfiguration!.loadBalancers!;
    expect(balancer!.targetGroupArn).to.equal(groupOf('green'));
  });
});
