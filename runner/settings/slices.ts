import type { Repository } from '../names/image-reference';

/** The settings of a command come in slices, checked and made once: a function takes the slices that it needs. */

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
  /** None was set: whatever the SDK's default chain finds (profile, instance or task role, ...). */
  | { readonly kind: 'ambient' };

/** ECS_CD_CHAINED_ROLE_ARN. */
export interface ChainedRole {
  readonly roleArn: string;
  readonly externalId?: string;
  readonly sessionName: string;
}

export interface AwsSettings {
  /** AWS_DEFAULT_REGION: the region of the service. */
  readonly region: string;
  readonly credentials: Credentials;
  /** A role that is assumed with these credentials; all that a command does, it does as this one. */
  readonly chainedRole?: ChainedRole;
}

/** Where a release goes. */
export interface PlaceSettings {
  /** CLUSTER_NAME and SERVICE_NAME: names or ARNs, as they were set. */
  readonly cluster: string;
  readonly service: string;
  /** ECS_CD_ACCOUNT_ID: the only account in which anything may be changed. */
  readonly accountId?: string;
}

/** The image that is built, or released. */
export interface ImageSettings {
  readonly repository: Repository;
  readonly tag: string;
  /** CI_COMMIT_SHA, if there is one: what GitLab will say is deployed. */
  readonly commit?: string;
}

/** How the image is built. */
export interface ImageBuildSettings {
  /** REPOSITORY_NAME: local name of the image. */
  readonly imageName: string;
  /** Absolute path of DOCKER_BUILD_CONTEXT. */
  readonly buildContext: string;
  readonly engine: 'auto' | 'docker' | 'podman';
  readonly rebuild: boolean;
}

/** What the revision of a release is made from, and what of it is changed beside the image. */
export interface RevisionSettings {
  readonly family: string;
  readonly stage: string;
  /** ECS_CD_CONTAINER: the containers that get the image. */
  readonly container?: readonly string[];
}

/** What is asked of the place before a release goes there. */
export interface PreflightSettings {
  readonly preflight: 'on' | 'off';
  /** What to do about a deployment of something else that is in progress. */
  readonly inProgress: 'supersede' | 'wait' | 'refuse';
  /** ECS_CD_WAIT_UNTIL: `baking` ends a run once ECS only watches the release. */
  readonly waitUntil: 'completed' | 'baking';
  /** CI_JOB_TIMEOUT of the job that deploys: GitLab ends it then. */
  readonly jobTimeoutSeconds?: number;
}

export interface FollowSettings {
  readonly timeoutSeconds: number;
  /** How many log lines of a failed container are shown. */
  readonly logLines: number;
  /** Whether a deployment that cannot succeed any more is stopped at once; `off` leaves it to ECS. */
  readonly failFast: 'on' | 'off';
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

/** What a release has to show once it serves. */
export interface ProofSettings {
  readonly healthCheck?: HealthCheck;
  /** ECS_CD_BAKE_TIME. */
  readonly bakeSeconds: number;
}

export interface RecoverySettings {
  /** What a failure or the deadline does: `on` puts the previous revision back. */
  readonly rollback: 'on' | 'off';
}

export interface ReportSettings {
  /** Absolute path of the dotenv file. */
  readonly dotenv: string;
}
