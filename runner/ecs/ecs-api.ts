import type {
  RegisterTaskDefinitionCommandInput,
  Service,
  ServiceDeployment,
  ServiceDeploymentBrief,
  ServiceDeploymentStatus,
  ServiceRevision,
  Task,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { CallMeter } from '../aws/call-meter';
import type { EcsClients } from '../aws/clients/clients';
import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import { explained, keepingRawBody, refusalOf } from './ecs-call';
import type { DescribedRevision } from '../task-definition/task-definition';
import { unknownPaths } from '../task-definition/unknown-members';

/** One Amazon ECS service, as the flows see it. Each method is the API operation of the same name. */
export interface Ecs {
  /** The service, or undefined where ECS has none of that name (any more). */
  describeService(signal?: AbortSignal): Promise<Service | undefined>;
  /** A revision by family (its latest ACTIVE one), `family:revision` or ARN. */
  describeTaskDefinition(taskDefinition: string): Promise<DescribedRevision>;
  registerTaskDefinition(input: RegisterTaskDefinitionCommandInput): Promise<TaskDefinition>;
  /** The service as it is right after the update; its PRIMARY deployment is the one that the update made, if it made one. */
  updateService(taskDefinitionArn: string, signal?: AbortSignal): Promise<Service>;
  /** Newest first. */
  listServiceDeployments(filter: ServiceDeploymentFilter): Promise<ServiceDeploymentBrief[]>;
  describeServiceDeployment(arn: string): Promise<ServiceDeployment | undefined>;
  describeServiceRevisions(arns: readonly string[]): Promise<ServiceRevision[]>;
  /** Asks ECS to roll the deployment back. False when it has ended already. */
  stopServiceDeployment(arn: string, signal?: AbortSignal): Promise<boolean>;
  /** ARNs of the service's tasks that are meant to run, or that are meant to stop (those stay for an hour, AWS docs). */
  listTasks(desiredStatus: 'RUNNING' | 'STOPPED'): Promise<string[]>;
  /** Those of them that ECS still knows. */
  describeTasks(arns: readonly string[]): Promise<Task[]>;
}

export interface ServiceDeploymentFilter {
  readonly createdAfter?: Date;
  readonly status?: ServiceDeploymentStatus[];
}

const deploymentPageSize = 100;
/** No more at a time (AWS docs). */
const tasksPerCall = 100;
const revisionsPerCall = 20;

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, index) => index * size);
  return starts.map((start) => items.slice(start, start + size));
}

/** Once `interruption` is aborted every read ends as `cancelled`; a write that is on its way gets a moment more. */
export function ecsApi(
  { reads, writes }: EcsClients,
  { cluster, service }: { cluster: string; service: string },
  { clock, interruption, meter }: { clock: Clock; interruption: AbortSignal; meter: CallMeter },
): Ecs {
  const sdk = require('@aws-sdk/client-ecs') as typeof import('@aws-sdk/client-ecs');
  const untilInterrupted = { abortSignal: interruption };
  const inTime = { abortSignal: shortlyAfter(interruption, clock) };
  const call = <T>(operation: string, resource: string, send: () => Promise<T>) => {
    meter.count();
    return explained({ operation, resource, cluster, service }, send);
  };
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

    async describeTaskDefinition(taskDefinition) {
      const command = new sdk.DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] });
      const rawBody = keepingRawBody(command);
      const answer = await call('DescribeTaskDefinition', taskDefinition, () =>
        reads.send(command, untilInterrupted),
      );
      const parsed = answer.taskDefinition ?? {};
      const raw = (JSON.parse(rawBody()) as { taskDefinition?: unknown }).taskDefinition;
      const unknown = unknownPaths(raw, parsed, sdk.RegisterTaskDefinitionRequest$[4]);
      return { taskDefinition: parsed, tags: answer.tags ?? [], ...unknown };
    },

    async registerTaskDefinition(input) {
      const answer = await call('RegisterTaskDefinition', input.family ?? '', () =>
        writes.send(new sdk.RegisterTaskDefinitionCommand(input), inTime),
      );
      return answer.taskDefinition ?? {};
    },

    async updateService(taskDefinition, abortSignal = inTime.abortSignal) {
      const answer = await call('UpdateService', service, () =>
        writes.send(new sdk.UpdateServiceCommand({ cluster, service, taskDefinition }), { abortSignal }),
      );
      return answer.service ?? {};
    },

    async listServiceDeployments({ createdAfter, status }) {
      const found: ServiceDeploymentBrief[] = [];
      let nextToken: string | undefined;
      do {
        const input = {
          cluster,
          service,
          maxResults: deploymentPageSize,
          ...(createdAfter ? { createdAt: { after: createdAfter } } : {}),
          ...(status ? { status } : {}),
          ...(nextToken === undefined ? {} : { nextToken }),
        };
        const page = await call('ListServiceDeployments', service, () =>
          reads.send(new sdk.ListServiceDeploymentsCommand(input), untilInterrupted),
        );
        found.push(...(page.serviceDeployments ?? []));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return found.toSorted((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));
    },

    async describeServiceDeployment(arn) {
      const answer = await call('DescribeServiceDeployments', arn, () =>
        reads.send(
          new sdk.DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
          untilInterrupted,
        ),
      );
      return answer.serviceDeployments?.[0];
    },

    async describeServiceRevisions(arns) {
      const pages = chunksOf(arns, revisionsPerCall).map((serviceRevisionArns) =>
        call('DescribeServiceRevisions', service, () =>
          reads.send(new sdk.DescribeServiceRevisionsCommand({ serviceRevisionArns }), untilInterrupted),
        ),
      );
      return (await Promise.all(pages)).flatMap(({ serviceRevisions = [] }) => serviceRevisions);
    },

    async stopServiceDeployment(arn, abortSignal = inTime.abortSignal) {
      // ABORT is in the enum, but ROLLBACK is the only value that the documentation allows (AWS docs).
      const command = new sdk.StopServiceDeploymentCommand({
        serviceDeploymentArn: arn,
        stopType: 'ROLLBACK',
      });
      try {
        await call('StopServiceDeployment', arn, () => writes.send(command, { abortSignal }));
        return true;
      } catch (error) {
        const name = refusalOf(error);
        if (name === 'ConflictException' || name === 'ServiceDeploymentNotFoundException') return false;
        throw error;
      }
    },

    async listTasks(desiredStatus) {
      const taskArns: string[] = [];
      let nextToken: string | undefined;
      do {
        const input = {
          cluster,
          serviceName: service,
          desiredStatus,
          ...(nextToken === undefined ? {} : { nextToken }),
        };
        const page = await call('ListTasks', service, () =>
          reads.send(new sdk.ListTasksCommand(input), untilInterrupted),
        );
        taskArns.push(...(page.taskArns ?? []));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return taskArns;
    },

    async describeTasks(arns) {
      const tasks: Task[] = [];
      for (const page of chunksOf(arns, tasksPerCall)) {
        const answer = await call('DescribeTasks', cluster, () =>
          reads.send(new sdk.DescribeTasksCommand({ cluster, tasks: page }), untilInterrupted),
        );
        tasks.push(...(answer.tasks ?? []));
      }
      return tasks;
    },
  };
}

/** A cancelled job has some seconds to live. */
const graceMs = 1_500;

function shortlyAfter(interruption: AbortSignal, clock: Clock): AbortSignal {
  const late = new AbortController();
  const start = () => clock.timeout(graceMs).addEventListener('abort', () => late.abort(), { once: true });
  if (interruption.aborted) start();
  else interruption.addEventListener('abort', start, { once: true });
  return late.signal;
}
