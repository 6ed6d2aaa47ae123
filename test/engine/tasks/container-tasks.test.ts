import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { nodeImage } from '../../rehearsal/base-image';
import { realClock } from '../../simulator/clock';
import type { TaskEnd, TaskHandle } from '../../simulator/ecs/tasks/task-runner';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import type { ContainerEngine } from '../container-engine';
import { containerTasks, type ContainerTasks } from './container-tasks';
import { docker, tryDocker, withLogin } from '../docker';
import { engineForTests } from '../engine-for-tests';

const server = `require('node:http')
  .createServer((request, response) => response.writeHead(Number(process.env.STATUS)).end('served by ' + process.pid))
  .listen(8080, () => console.log('listening'));
process.on('SIGTERM', () => process.exit(0));`;

interface Story {
  readonly handle: TaskHandle;
  /** What the task said so far, in order. */
  readonly said: string[];
  readonly ended: Promise<TaskEnd>;
  hears(sentence: string): Promise<void>;
}

describe('a task as a real container', function () {
  const clock = realClock();
  let engine: ContainerEngine;
  let aws: Simulator;
  let tasks: ContainerTasks;
  let image: string;

  before(async function () {
    engine = (await engineForTests()) ?? this.skip();
    aws = await startSimulator({ clock: realClock() });
    image = `${aws.world.createRepository('team/shop')}:v1`;
    aws.world.putImage('team/shop', 'v1', await nodeImage());
    // The engine keeps the layers under this name while the tasks come and go.
    await withLogin(aws.registry, aws.world.registryPassword(), (configFolder) =>
      docker(engine, ['pull', '--quiet', image], { configFolder }),
    );
  });

  after(async () => {
    if (!(aws as Simulator | undefined)) return;
    await tryDocker(engine, ['rmi', image]);
    await aws.close();
  });

  beforeEach(() => {
    tasks = containerTasks(engine, { password: () => aws.world.registryPassword() });
  });

  afterEach(() => tasks.removeAll());

  function start(container: Partial<ContainerDefinition>, isLoadBalanced = false): Story {
    const said: string[] = [];
    const waiting = new Map<string, () => void>();
    const say = (sentence: string) => {
      said.push(sentence);
      waiting.get(sentence)?.();
    };
    let end: (how: TaskEnd) => void = () => undefined;
    const ended = new Promise<TaskEnd>((resolve) => {
      end = resolve;
    });
    const task = {
      taskArn: 'arn:aws:ecs:eu-central-1:123456789012:task/shop/0123456789abcdef',
      taskId: '0123456789abcdef',
      cluster: 'shop',
      service: 'web',
      deploymentId: 'ecs-svc/1',
      taskDefinition: 'web:7',
      containerDefinitions: [{ name: 'web', image, ...container }],
      digests: new Map([['web', aws.world.imageDigest('team/shop', 'v1') ?? '']]),
      isLoadBalanced,
    };
    const handle = tasks.runTask(
      container.image === undefined ? task : { ...task, digests: new Map() },
      {
        pulled: () => say('pulled'),
        running: () => say('running'),
        healthy: () => said.includes('healthy') || say('healthy'),
        unhealthy: (reason) => say(`unhealthy${reason === undefined ? '' : `: ${reason}`}`),
        log: (name, line) => say(`${name}: ${line}`),
        stopped: (how) => end(how),
      },
      clock,
    );
    const hears = async (sentence: string) => {
      if (!said.includes(sentence))
        await new Promise<void>((resolve) => waiting.set(sentence, () => resolve()));
    };
    return { handle, said, ended, hears };
  }

  const serving = (status: number): Partial<ContainerDefinition> => ({
    command: ['node', '-e', server],
    environment: [{ name: 'STATUS', value: String(status) }],
    portMappings: [{ containerPort: 8080 }],
  });

  const containers = () =>
    docker(engine, ['ps', '--all', '--format', '{{.Names}}', '--filter', 'name=ecs-web-7']);

  it('serves on the loopback, counts as healthy behind a load balancer, and ends when it is told to', async () => {
    const { handle, said, ended, hears } = start(serving(200), true);
    await hears('healthy');
    const [task] = tasks.running('web');
    expect(await (await fetch(`http://${task?.address}/`)).text()).to.equal('served by 1');
    await handle.stop();
    expect(await ended).to.deep.equal({
      stopCode: 'UserInitiated',
      stoppedReason: 'Essential container in task exited',
      containers: [{ name: 'web', exitCode: 0 }],
    });
    expect(said.filter((sentence) => !sentence.startsWith('web:'))).to.deep.equal([
      'pulled',
      'running',
      'healthy',
    ]);
    expect(said).to.include('web: listening');
    expect([tasks.running('web'), await containers()]).to.deep.equal([[], '']);
  });

  it("tells the load balancer's reason when it answers with errors", async () => {
    const { said, hears } = start(serving(500), true);
    await hears('unhealthy: Health checks failed with these codes: [500]');
    expect(said).not.to.include('healthy');
  });

  it('crashes with its exit code, and with its last words', async () => {
    const { said, ended } = start({
      command: ['node', '-e', 'console.error("no database"); process.exit(3)'],
    });
    const { stopCode, containers: ends } = await ended;
    expect([stopCode, ends]).to.deep.equal(['EssentialContainerExited', [{ name: 'web', exitCode: 3 }]]);
    expect(said).to.include('web: no database');
  });

  it('is as healthy as the check of its container definition says', async () => {
    const check = (source: string) => ({
      ...serving(200),
      healthCheck: { command: ['CMD', 'node', '-e', source], interval: 1, retries: 2 },
    });
    const { hears } = start(check(''));
    await hears('healthy');
    await tasks.removeAll();
    tasks = containerTasks(engine, { password: () => aws.world.registryPassword() });
    const { said, hears: hearsOther } = start(check('process.exit(1)'));
    await hearsOther('unhealthy');
    expect(said).not.to.include('healthy');
  });

  it('fails to start when its image is not there', async () => {
    const { said, ended } = start({ image: `${aws.registry}/team/shop:absent` });
    const { stopCode, stoppedReason } = await ended;
    expect(stopCode).to.equal('TaskFailedToStart');
    expect(stoppedReason).to.match(
      /^CannotPullContainerError: .*manifest unknown: Requested image not found/,
    );
    expect(said).to.deep.equal([]);
  });

  it('fails to start when its program is not there', async () => {
    const { ended } = start({ command: ['/no/such/program'] });
    const { stopCode, stoppedReason } = await ended;
    expect(stopCode).to.equal('TaskFailedToStart');
    expect(stoppedReason).to.match(/^CannotStartContainerError: .*\/no\/such\/program/);
  });

  it('never starts when it is stopped before', async () => {
    const { handle, said, ended } = start(serving(200));
    await handle.stop();
    expect((await ended).stopCode).to.equal('UserInitiated');
    expect(said).not.to.include('running');
    expect(await containers()).to.equal('');
  });
});
