import type { ContainerDefinition, RunTaskRequest } from '@aws-sdk/client-ecs';
import type { SimulatorClock } from '../../clock';

/** A task as whoever runs it sees it. */
export interface TaskToRun {
  readonly taskArn: string;
  readonly taskId: string;
  readonly cluster: string;
  readonly service: string;
  /** `ecs-svc/N`. */
  readonly deploymentId: string;
  /** `family:revision`. */
  readonly taskDefinition: string;
  readonly containerDefinitions: readonly ContainerDefinition[];
  /** By container: what a tag meant when the deployment started. */
  readonly digests: ReadonlyMap<string, string>;
  readonly isLoadBalanced: boolean;
  /** Of a task that no service started. */
  readonly oneOff?: RunTaskRequest;
  /** What AWS runs beside the containers of the task definition. */
  readonly addedContainers?: readonly { readonly name: string; readonly image: string }[];
}

export interface TaskEnd {
  readonly stopCode:
    | 'EssentialContainerExited'
    | 'TaskFailedToStart'
    | 'SpotInterruption'
    | 'TerminationNotice'
    | 'InfrastructureHealth'
    | 'UserInitiated'
    | 'ServiceSchedulerInitiated';
  readonly stoppedReason: string;
  readonly containers?: readonly {
    readonly name: string;
    readonly exitCode?: number;
    readonly reason?: string;
  }[];
}

/** How the one who runs a task says what becomes of it. Anything said after `stopped` is ignored. */
export interface TaskReport {
  pulled(): void;
  running(): void;
  /** The container health checks pass, and the target's where the service is load balanced. */
  healthy(): void;
  /**
   * With a reason: the load balancer's health check fails, in the target group of that ARN or container where it is
   * said, else in the first; without: the container's.
   */
  unhealthy(targetReason?: string, target?: string): void;
  /** One container has ended while the task goes on. */
  exited?(container: string, exitCode: number, reason?: string): void;
  /** Every container has ended, by itself or because of `stop`. */
  stopped(end: TaskEnd): void;
  log(container: string, line: string): void;
}

export interface TaskHandle {
  /** SIGTERM, then SIGKILL; `report.stopped` follows. */
  stop(): void | Promise<void>;
}

/** Runs one task: real containers in the rehearsal, a script of outcomes in tests. */
export type TaskRunner = (task: TaskToRun, report: TaskReport, clock: SimulatorClock) => TaskHandle;
