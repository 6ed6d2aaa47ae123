import type {
  DeploymentConfiguration,
  LoadBalancer,
  RegisterTaskDefinitionRequest,
  ServiceDeploymentStatus,
  Tag,
  UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import type { Setting } from '../api';
import type { AlarmRecord } from './deployments/deployment-alarms';
import type { Obstacles } from './deployments/obstacles';
import type { Forward } from './traffic/listener-rules';
import type { HookRecord, Stage } from './stages/stages';
import type { TaskRecord } from './tasks/task-record';
import type { TaskRunner } from './tasks/task-runner';
import type { Timings } from '../timings';
import type { Traffic } from './traffic/traffic';

/** What exists in the simulated ECS. Only these records are the truth; views are made of them. */
export interface Model {
  readonly setting: Setting;
  readonly timings: Timings;
  readonly runTask: TaskRunner;
  readonly digestOf: (image: string, isPulled?: boolean) => string | undefined;
  readonly clusters: Map<string, Cluster>;
  readonly families: Map<string, TaskDefinitionRecord[]>;
  readonly lastRevisions: Map<string, number>;
  /** CloudWatch alarms by name. */
  readonly alarms: Map<string, AlarmRecord | 'deleted'>;
  /** By `family:revision`: what the load balancer has against its targets while ECS finds nothing wrong with them. */
  readonly targetProblems: Map<string, TargetProblem>;
  /** By target group, where one has a delay of its own. */
  readonly deregistrationDelays: Map<string, number>;
  /** By the ARN of a listener rule, or of a Network Load Balancer's listener. */
  readonly forwards: Map<string, Forward | 'deleted'>;
  /** What the next requests of RunTask come to, one each, instead of a task. */
  readonly runFailures: string[];
  /** Of clusters and services, by ARN. */
  readonly resourceTags: Map<string, readonly Tag[]>;
  /** Log lines by `group/stream`. */
  readonly logs: Map<string, LogLine[]>;
  /** When service deployment records appear after UpdateService; `never`: only the legacy view exists. */
  records: { afterMs: number | 'never' };
  /** Something about a service is not as it was: the scheduler looks at it soon. */
  changed(service: Service): void;
}

export interface TargetProblem {
  readonly reason: string;
  /** A group or a container; all of them unless it is said. */
  readonly target?: string;
}

export interface LogLine {
  readonly at: number;
  readonly message: string;
}

export interface Cluster {
  readonly name: string;
  readonly arn: string;
  readonly services: Map<string, Service>;
  /** A DAEMON service has a task on each. */
  containerInstances: number;
  /** What tasks have left of each: CPU units and MiB. */
  room: Readonly<Record<'CPU' | 'MEMORY', number>>;
  readonly tasks: Map<string, TaskRecord>;
}

export interface TaskDefinitionRecord {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly definition: Omit<RegisterTaskDefinitionRequest, 'tags'>;
  readonly tags: readonly Tag[];
  readonly registeredAt: number;
  readonly registeredBy: string;
  status: 'ACTIVE' | 'INACTIVE';
  deregisteredAt?: number;
}

export interface Service {
  readonly arn: string;
  readonly name: string;
  readonly cluster: Cluster;
  readonly createdAt: number;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  controller: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';
  /** `ECS`: in Express Mode. */
  readonly managedBy: 'ECS' | 'CUSTOMER';
  /** ECS keeps its load balancers, in front of it: the service names none, its revisions do. (AWS docs, ECS Gateway) */
  readonly isBehindGateway: boolean;
  /** What is asked for and does not belong to one deployment. */
  desiredCount: number;
  configuration: DeploymentConfiguration;
  loadBalancers: LoadBalancer[];
  launchType: 'FARGATE' | 'EC2';
  readonly schedulingStrategy: 'REPLICA' | 'DAEMON';
  /** The members of UpdateService that are carried as they are. */
  settings: Partial<UpdateServiceRequest>;
  taskDefinition: TaskDefinitionRecord;
  /** PRIMARY first; a completed deployment is the only one. */
  deployments: Deployment[];
  readonly serviceDeployments: ServiceDeployment[];
  /** Every deployment that there ever was: the service's revisions. */
  readonly revisions: Deployment[];
  readonly events: ServiceEventRecord[];
  isSteady: boolean;
  isPassScheduled: boolean;
  /** What is in the scheduler's way. */
  obstacles: Obstacles;
  /** Since when the scheduler could neither start nor stop a task. */
  stuckSince?: number;
  healthySince?: number;
  /** When tasks failed. */
  readonly failures: number[];
}

export interface ServiceEventRecord {
  readonly id: string;
  readonly at: number;
  readonly message: string;
}

/** One deployment is one service revision: both carry the same digits. */
export interface Deployment {
  readonly digits: string;
  readonly service: Service;
  readonly taskDefinition: TaskDefinitionRecord;
  /** What the tags meant when the deployment started, by container. */
  readonly digests: ReadonlyMap<string, string>;
  /** Its tasks are in the alternate target groups. */
  readonly usesAlternateGroup: boolean;
  readonly createdAt: number;
  updatedAt: number;
  /** What the deployment views show; UpdateService's own reply still shows 0. */
  desiredCount: number;
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  rolloutStateReason: string;
  /** Consecutive failures. */
  failedTasks: number;
  /** ECS starts no more tasks for it. */
  isStalled: boolean;
  /** After repeated failures ECS backs off. */
  startsAgainAt?: number;
  /** Made by somebody else's hand, not by a call that came over the wire. */
  isOthers?: boolean;
}

export interface ServiceDeployment {
  readonly arn: string;
  readonly service: Service;
  readonly target: Deployment;
  readonly sources: readonly Deployment[];
  /** (AWS docs) what the service asked for when the deployment began governs it to its end. */
  readonly configuration: DeploymentConfiguration;
  readonly createdAt: number;
  startedAt?: number;
  finishedAt?: number;
  stoppedAt?: number;
  updatedAt: number;
  status: ServiceDeploymentStatus;
  statusReason?: string;
  stage: Stage;
  traffic: Traffic;
  /** How long the stage lasts at least: a bake, a shift of traffic, the wait after a step. */
  stageLastsUntil?: number;
  readonly hooks: HookRecord[];
  rollback?: { readonly reason: string; readonly startedAt: number; readonly to: Deployment };
  /** When the circuit breaker gave it up. */
  breakerTriggeredAt?: number;
  /** One of them was in ALARM already when the deployment began, or is not there. */
  readonly ignoresAlarms: boolean;
  triggeredAlarms: string[];
}

export const deploymentId = ({ digits }: Deployment): string => `ecs-svc/${digits}`;

/** Whether a service deployment's record has appeared. */
export const isVisible = ({ setting, records }: Model, { createdAt, service }: ServiceDeployment): boolean =>
  service.controller === 'ECS' &&
  records.afterMs !== 'never' &&
  createdAt + records.afterMs <= setting.clock.now();

const terminal: readonly string[] = ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'];
export const isInFlight = ({ status }: ServiceDeployment): boolean => !terminal.includes(status);
