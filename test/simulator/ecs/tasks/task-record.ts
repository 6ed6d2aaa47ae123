import type { RunTaskRequest } from '@aws-sdk/client-ecs';
import type { Cluster, Deployment } from '../model';
import type { TargetRecord } from '../traffic/targets';
import type { TaskHandle } from './task-runner';

export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

export interface TaskRecord {
  readonly id: string;
  readonly arn: string;
  readonly cluster: Cluster;
  readonly deployment: Deployment;
  readonly createdAt: number;
  readonly containers: readonly ContainerRecord[];
  lastStatus: TaskStatus;
  desiredStatus: 'RUNNING' | 'STOPPED';
  /** Its private IP address. */
  readonly address: string;
  /** Its health in the service's target groups. */
  readonly targets: readonly TargetRecord[];
  isHealthy: boolean;
  /** Of a task that no service started. */
  readonly oneOff?: RunTaskRequest;
  handle?: TaskHandle;
  pullStartedAt?: number;
  pullStoppedAt?: number;
  startedAt?: number;
  stoppingAt?: number;
  stoppedAt?: number;
  stopCode?: string;
  stoppedReason?: string;
}

export interface ContainerRecord {
  readonly name: string;
  readonly image: string;
  readonly digest?: string;
  readonly hasHealthCheck: boolean;
  /** AWS put it beside those of the task definition. */
  readonly isAdded?: boolean;
  /** Before the task has. */
  hasExited?: boolean;
  health: 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY';
  exitCode?: number;
  reason?: string;
}
