import type { RegisterTaskDefinitionCommandInput, Service, TaskDefinition } from '@aws-sdk/client-ecs';
import type { CallMeter } from '../aws/call-meter';
import type { EcsClients } from '../aws/clients/clients';
import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import { keepingRawBody } from './ecs-call';
import { ecsCallsOf, type EcsCalls } from './ecs-calls-api';
import { registerTaskDefinition } from './register-api';
import { serviceDeploymentsApi, type ServiceDeployments } from './service-deployments-api';
import { serviceTasksApi, type ServiceTasks } from './tasks-api';
import type { DescribedRevision } from '../task-definition/task-definition';
import { unknownPaths } from '../task-definition/unknown-members';

/** One Amazon ECS service, as the flows see it. Each method is the API operation of the same name. */
export interface Ecs extends ServiceDeployments, ServiceTasks {
  /** The service, or undefined where ECS has none of that name (any more). */
  describeService(signal?: AbortSignal): Promise<Service | undefined>;
  /** A revision by family (its latest ACTIVE one), `family:revision` or ARN. */
  describeTaskDefinition(taskDefinition: string): Promise<DescribedRevision>;
  /** `newest` is the number of the family's newest revision before. */
  registerTaskDefinition(input: RegisterTaskDefinitionCommandInput, newest: number): Promise<TaskDefinition>;
  /** The service as it is right after the update; its PRIMARY deployment is the one that the update made, if it made one. */
  updateService(taskDefinitionArn: string, signal?: AbortSignal): Promise<Service>;
}

/** Once `interruption` is aborted every read ends as `cancelled`; a write that is on its way gets a moment more. */
export function ecsApi(
  clients: EcsClients,
  place: { cluster: string; service: string },
  { clock, interruption, meter }: { clock: Clock; interruption: AbortSignal; meter: CallMeter },
): Ecs {
  const calls = ecsCallsOf(clients, place, { clock, interruption, meter });
  return {
    ...serviceCalls(calls),
    ...taskDefinitionCalls(calls),
    ...serviceDeploymentsApi(calls),
    ...serviceTasksApi(calls),
  };
}

function serviceCalls(calls: EcsCalls): Pick<Ecs, 'describeService' | 'updateService'> {
  const { sdk, reads, writes, cluster, service, interruption, shortlyAfterInterruption, call } = calls;
  return {
    async describeService(abortSignal = interruption) {
      const input = { cluster, services: [service] };
      const { services = [], failures = [] } = await call('DescribeServices', service, () =>
        reads.send(new sdk.DescribeServicesCommand(input), { abortSignal }),
      );
      const [described] = services;
      if (described) return described;
      const [failure] = failures;
      // AWS answers an empty list in no documented case; "not there" is only what it says itself.
      if (failure?.reason === 'MISSING') return undefined;
      throw new EcsCdError(
        'try-again',
        `DescribeServices answered neither the service ${service} nor that it is missing`,
      );
    },

    async updateService(taskDefinition, abortSignal = shortlyAfterInterruption) {
      const answer = await call('UpdateService', service, () =>
        writes.send(new sdk.UpdateServiceCommand({ cluster, service, taskDefinition }), { abortSignal }),
      );
      return answer.service ?? {};
    },
  };
}

function taskDefinitionCalls(
  calls: EcsCalls,
): Pick<Ecs, 'describeTaskDefinition' | 'registerTaskDefinition'> {
  return {
    describeTaskDefinition: (taskDefinition) => described(calls, taskDefinition),
    registerTaskDefinition: (input, newest) =>
      registerTaskDefinition(calls, input, {
        newest,
        latest: async () => (await described(calls, input.family ?? '')).taskDefinition,
      }),
  };
}

async function described(
  { sdk, reads, interruption, call }: EcsCalls,
  taskDefinition: string,
): Promise<DescribedRevision> {
  const command = new sdk.DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] });
  const rawBody = keepingRawBody(command);
  const answer = await call('DescribeTaskDefinition', taskDefinition, () =>
    reads.send(command, { abortSignal: interruption }),
  );
  const parsed = answer.taskDefinition;
  if (parsed?.taskDefinitionArn === undefined) {
    throw new EcsCdError('try-again', `DescribeTaskDefinition answered no task definition ${taskDefinition}`);
  }
  const raw = (JSON.parse(rawBody()) as { taskDefinition?: unknown }).taskDefinition;
  const unknown = unknownPaths(raw, parsed, sdk.RegisterTaskDefinitionRequest$[4]);
  return { taskDefinition: parsed, tags: answer.tags ?? [], ...unknown };
}
