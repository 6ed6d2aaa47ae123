import type { ScheduleName } from '../settings/checks/ecs-names';

/** What a policy is for, as far as it is known; a statement whose part is missing is left out. */
export interface Place {
  readonly repository?: Readonly<Record<'region' | 'account' | 'name', string>> | undefined;
  readonly service?: ServicePlace | undefined;
  /** Those of the same cluster that are released along with it. */
  readonly otherServices?: readonly ServicePlace[];
  /** ECS_CD_LIVE_TAG, where the image that serves gets one. */
  readonly liveTag?: string | undefined;
  /** Whether the build creates the repository, and with which key. */
  readonly createRepository?: 'on' | 'off' | undefined;
  readonly kmsKeyArn?: string | undefined;
  /** Whether commands run in tasks of their own. */
  readonly runsTasks?: boolean | undefined;
  /** Whether older revisions are deregistered. */
  readonly keepsRevisions?: boolean | undefined;
  /** What ECR signs the images of the repository with. */
  readonly signingProfileArn?: string | undefined;
  /** The role that the first one may assume. */
  readonly chainedRoleArn?: string | undefined;
}

export interface ServicePlace {
  readonly region: string;
  readonly account: string;
  readonly cluster: string;
  readonly name: string;
  /** Of a service from before 2021, whose ARN does not name its cluster. */
  readonly oldArn?: string | undefined;
  readonly family: string;
  readonly isExpress?: boolean | undefined;
  /** The user or role of the job itself; an IAM policy variable may stand in it. */
  readonly ownArn: string;
  /** The roles that a task definition may name. */
  readonly roleArns: readonly string[];
  /** Those that ECS itself assumes, for load balancers and lifecycle hooks. */
  readonly ecsRoleArns?: readonly string[] | undefined;
  readonly schedules?: readonly ScheduleName[] | undefined;
  /** What EventBridge starts the tasks with. */
  readonly scheduleRoleArn?: string | undefined;
  readonly logGroups: readonly LogGroup[];
  /** ARNs, or names as ARNs have them; wildcards are meant. */
  readonly secrets: readonly string[];
}

/** Undefined is where the service is. */
export interface LogGroup {
  readonly region?: string;
  readonly account?: string;
  readonly name: string;
}
