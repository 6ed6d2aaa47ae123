import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Setting } from './api';
import { awsEndpoint, type RecordedCall } from './protocol/aws-endpoint';
import { cloudwatchApi } from './cloudwatch/alarms';
import { controlApi } from './program/control-api';
import { virtualClock, type SimulatorClock } from './clock';
import { keyring } from './iam/credentials';
import { createEcr, type SimulatedEcr } from './ecr/ecr';
import { createModel, ecsApi } from './ecs/ecs';
import { outcomeScript, type OutcomeKey } from './ecs/tasks/outcomes';
import { imageNotFound, scriptedTasks, type TaskOutcome } from './ecs/tasks/scripted-tasks';
import type { TaskRunner, TaskToRun } from './ecs/tasks/task-runner';
import { truthsOf, type Truth } from './ecs/truth';
import { ecsWorld, type EcsWorld } from './ecs/world';
import { faultQueue, type Faults } from './protocol/faults';
import { createIam, type IamWorld } from './iam/iam';
import { inMemoryHandler, type RequestHandler } from './protocol/in-memory-handler';
import { createLogGroups, type LogGroupsWorld } from './cloudwatch/log-groups';
import { createListeners, type ListenersWorld } from './elb/listeners';
import { logsApi } from './cloudwatch/logs';
import { createParameters, type ParametersWorld } from './parameters';
import { createSchedules, type SchedulesWorld } from './schedules';
import { createSecrets, type SecretsWorld } from './secrets';
import { createSts, type RoleOptions, type StsWorld } from './iam/sts';
import { createSubnets, type SubnetsWorld } from './subnets';
import { createTargetGroups, type TargetGroupsWorld } from './elb/target-groups';
import { targetHealthApi } from './elb/target-health';
import { awsTimings, type Timings } from './timings';

interface Options {
  readonly clock?: SimulatorClock;
  readonly host?: string;
  readonly port?: number;
  /** What clients call this machine, where that is not the address it listens on. */
  readonly name?: string;
  readonly runTask?: TaskRunner;
  readonly accountId?: string;
  readonly region?: string;
  readonly timings?: Partial<Timings>;
  /** Scripted tasks are so many times faster: in real time nobody waits for an image that nobody pulls. */
  readonly scriptHaste?: number;
}

export interface SimulatedAws
  extends
    EcsWorld,
    SimulatedEcr,
    StsWorld,
    IamWorld,
    SubnetsWorld,
    SecretsWorld,
    ParametersWorld,
    LogGroupsWorld,
    SchedulesWorld,
    ListenersWorld,
    TargetGroupsWorld {
  /** What becomes of the tasks that this key fits, unless real containers run them. */
  setOutcome(key: OutcomeKey, outcome: TaskOutcome): void;
  /** The same as a function of the task, for what a key cannot say; by default it goes by the keys and by what is in ECR. */
  outcomeOf: (task: TaskToRun) => TaskOutcome;
}

export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface Simulator {
  readonly url: string;
  readonly registry: string;
  readonly clock: SimulatorClock;
  /** Variables that lead the SDK and the runner here. */
  readonly env: Record<string, string>;
  /** What a client of the SDK needs to come here with good keys. */
  readonly clientConfig: ClientConfig;
  /** The way here for a client in this process without a socket, in two thirds of the time. */
  readonly requestHandler: RequestHandler;
  readonly world: SimulatedAws;
  readonly faults: Faults;
  readonly calls: readonly RecordedCall[];
  /** Tells of every call as soon as it has taken effect, before its answer leaves. */
  onCall(listener: (call: RecordedCall) => void): void;
  /** By name, or `cluster/name` where two clusters have a service of that name. */
  truth(service: string): Truth;
  /** Throws when the simulator itself made a mistake meanwhile. */
  close(): Promise<void>;
}

export async function startSimulator(options: Options = {}): Promise<Simulator> {
  const { clock = virtualClock(), host = '127.0.0.1', port = 0, name = host } = options;
  const { accountId = '123456789012', region = 'eu-central-1' } = options;
  const setting: Setting = { clock, accountId, region, registry: () => authority };
  let authority = '';

  const ecr = createEcr(setting);
  const outcomes = outcomeScript();
  const missingImageOf = (task: TaskToRun): TaskOutcome | undefined => {
    const images = task.containerDefinitions.map(({ image = '' }) => image);
    const missing = images.find((image) => image.startsWith(authority) && !ecr.digestOf(image));
    return missing === undefined ? undefined : imageNotFound(missing);
  };
  const scripts: Pick<SimulatedAws, 'outcomeOf' | 'setOutcome'> = {
    outcomeOf: (task) => missingImageOf(task) ?? outcomes.of(task),
    setOutcome: (key, outcome) => outcomes.set(key, outcome),
  };
  const model = createModel({
    setting,
    timings: { ...awsTimings, ...options.timings },
    runTask: options.runTask ?? scriptedTasks((task) => scripts.outcomeOf(task), options.scriptHaste),
    digestOf: (image, isPulled) => ecr.digestOf(image, isPulled),
  });
  const keys = keyring(setting);
  const faults = faultQueue();
  const calls: RecordedCall[] = [];
  const bugs: Error[] = [];
  const listeners: ((call: RecordedCall) => void)[] = [];
  const sts = createSts(setting, keys);
  const [iam, subnets, secrets, parameters] = [
    createIam(setting),
    createSubnets(setting),
    createSecrets(setting),
    createParameters(),
  ];
  const [logGroups, targetGroups] = [createLogGroups(setting), createTargetGroups(model)];
  const rules = createListeners(model);
  const schedules = createSchedules(setting);
  const apis = [
    ...schedules.apis,
    ...[ecsApi(model), ecr.api, sts.api, iam.api, subnets.api, secrets.api, parameters.api],
    cloudwatchApi(model),
    ...[logsApi(model), { service: 'logs', operations: logGroups.operations }],
    targetHealthApi(model),
    ...[targetGroups, rules].map(({ operations }) => ({ service: 'elasticloadbalancing', operations })),
  ];
  const answerAws = awsEndpoint({ setting, apis, keys, faults, calls, listeners, bugs });
  const world: SimulatedAws = Object.assign(scripts, {
    ...ecr.world,
    ...sts.world,
    ...ecsWorld(model),
    ...iam.world,
    ...subnets.world,
    ...secrets.world,
    ...parameters.world,
    ...logGroups.world,
    ...schedules.world,
    ...targetGroups.world,
    ...rules.world,
    createRole(name: string, options?: RoleOptions) {
      iam.world.createIamRole(name, { trusts: [] });
      return sts.world.createRole(name, options);
    },
  });
  const routes = [...ecr.routes, controlApi({ clock, world, faults, calls, truths: () => truthsOf(model) })];

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://simulator');
    const route = routes.find(({ prefix }) => url.pathname.startsWith(prefix));
    const answered = route
      ? Promise.resolve(route.handle(request, response, url))
      : text(request).then((body) => answerAws(request, response, body));
    answered.catch((error: unknown) => {
      bugs.push(error instanceof Error ? error : new Error(String(error)));
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  authority = `${name}:${(server.address() as AddressInfo).port}`;

  const url = `http://${authority}`;

  return {
    url,
    registry: authority,
    clock,
    env: {
      AWS_ENDPOINT_URL: url,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: keys.user.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.user.secretAccessKey,
    },
    requestHandler: inMemoryHandler(answerAws),
    clientConfig: { endpoint: url, region, credentials: keys.user },
    world,
    faults,
    calls,
    onCall: (listener) => void listeners.push(listener),
    truth(name) {
      const found = Object.entries(truthsOf(model)).find(([key]) => `/${key}`.endsWith(`/${name}`));
      if (!found) throw new Error(`no service ${name}`);
      return found[1];
    },
    async close() {
      clock.close();
      for (const route of routes) await route.close?.();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (bugs.length > 0) throw new AggregateError(bugs, `the simulator is wrong: ${bugs[0]!.message}`);
    },
  };
}
