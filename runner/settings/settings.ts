import type { Repository } from '../names/image-reference';

/** What a command works with once every variable and flag has been checked. */

export type Credentials =
  | {
      readonly kind: 'static';
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken?: string;
    }
  | {
      readonly kind: 'role';
      readonly roleArn: string;
      readonly idToken: string;
      readonly sessionName: string;
    }
  /** Nothing was given: whatever the SDK's default chain finds (profile, instance or task role, ...). */
  | { readonly kind: 'ambient' };

export interface AwsSettings {
  /** AWS_DEFAULT_REGION: the region of the service. */
  readonly region: string;
  readonly credentials: Credentials;
  /** A role that is assumed with these credentials; all that a command does, it does as this one. */
  readonly chainedRole?: ChainedRole;
}

/** ECS_CD_CHAINED_ROLE_ARN. */
export interface ChainedRole {
  readonly roleArn: string;
  readonly externalId?: string;
  readonly sessionName: string;
}

export interface BuildSettings {
  readonly aws: AwsSettings;
  readonly repository: Repository;
  /** REPOSITORY_NAME: local name of the image. */
  readonly imageName: string;
  readonly tag: string;
  /** Absolute path of DOCKER_BUILD_CONTEXT. */
  readonly buildContext: string;
  /** CI_COMMIT_SHA, if there is one. */
  readonly commit?: string;
  readonly rebuild: boolean;
  readonly engine: 'auto' | 'docker' | 'podman';
  /** Absolute path of the dotenv file. */
  readonly dotenv: string;
}

export interface ServiceSettings {
  readonly aws: AwsSettings;
  /** CLUSTER_NAME and SERVICE_NAME: names or ARNs, as given. */
  readonly cluster: string;
  readonly service: string;
  readonly timeoutSeconds: number;
  /** How many log lines of a failed container are shown. */
  readonly logLines: number;
  readonly dotenv: string;
}

/** Both ends belong to it; one status alone is both of them. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

/** ECS_CD_HEALTH_CHECK_*: what must answer after a deployment. */
export interface HealthCheck {
  /** Its query may hold a token: `publicUrlOf` before it is shown. */
  readonly url: string;
  readonly status: StatusRange;
  readonly timeoutSeconds: number;
  /** In a row. */
  readonly count: number;
}

/** What a release of the service is made of, and what is asked of the place before it goes there. */
export interface ReleaseSettings {
  readonly aws: AwsSettings;
  readonly cluster: string;
  readonly service: string;
  readonly repository: Repository;
  readonly tag: string;
  readonly family: string;
  readonly stage: string;
  /** ECS_CD_CONTAINER. */
  readonly container?: string;
  /** What a failure or the deadline does: `on` puts the previous revision back. */
  readonly rollback: 'on' | 'off';
  /** ECS_CD_ACCOUNT_ID: the only account in which anything may be changed. */
  readonly accountId?: string;
  readonly preflight: 'on' | 'off';
  /** What to do about a deployment of something else that is in progress. */
  readonly inProgress: 'supersede' | 'wait' | 'refuse';
}

export interface DeploySettings extends ServiceSettings, ReleaseSettings {
  /** CI_COMMIT_SHA, if there is one: what GitLab will say is deployed. */
  readonly commit?: string;
  /** Whether a deployment that cannot succeed any more is stopped at once; `off` leaves it to ECS. */
  readonly failFast: 'on' | 'off';
  readonly healthCheck?: HealthCheck;
  /** ECS_CD_BAKE_TIME. */
  readonly bakeSeconds: number;
  /** ECS_CD_ENVIRONMENT_URL. */
  readonly environmentUrl?: string;
}

export interface PlanSettings extends ReleaseSettings {
  readonly dotenv: string;
  /** Absolute path of ECS_CD_PLAN_FILE. */
  readonly planFile: string;
  /** Whether the pipeline runs for a commit that is on no branch. */
  readonly isMergedResult: boolean;
}

export interface RollbackSettings extends ServiceSettings {
  /** ECS_CD_ACCOUNT_ID. */
  readonly accountId?: string;
  /** ECS_CD_TO: `FAMILY:REVISION`; without it the last revision whose deployment succeeded. */
  readonly to?: string;
}
