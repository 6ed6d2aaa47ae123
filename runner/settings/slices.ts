import { buildOptionsOf } from './build-options';
import { buildContextOf, type ProjectFiles } from './checks/build-context';
import { listOf, oneOf } from './checks/check';
import { accountIdOf, logLineCountOf, pathInside, regionOf, stageOf, durationOf } from './checks/checks';
import {
  clusterNameOf,
  containerNamesOf,
  familyNameOf,
  familyRevisionTextOf,
  serviceNameOf,
  scheduleNameOf,
} from './checks/ecs-names';
import { imageTagOf, kmsKeyArnOf, localImageNameOf, signingProfileArnOf } from './checks/image-checks';
import { repositoryUrlOf } from './checks/repository-url';
import { disagreementsOf } from './disagreements';
import {
  derivedFrom,
  type Field,
  type Inputs,
  mapped,
  optional,
  refused,
  required,
  sliceOf,
  type SliceOf,
  subjectOf,
  textOf,
  valueOf,
  withProblems,
} from './fields';
import type { TaskDefinitionFile } from './project-task-definition';
import type { TaskValues } from './task-values';
import { gitlabJobOf } from './variables/gitlab-job';
import {
  engines,
  failureScopes,
  inProgressPolicies,
  orders,
  pausePolicies,
  rolloutPoints,
  switchPositions,
} from './variables/variable';
import type { VariableName } from './variables/variables';

/** The settings of a command come in slices, checked and made once: a function takes the slices that it needs. */

/** Where a release goes: names or ARNs, as they were set, that do not contradict each other. */
export function placeSettingsOf(inputs: Inputs) {
  const cluster = required(inputs, 'CLUSTER_NAME', clusterNameOf);
  const service = required(inputs, 'SERVICE_NAME', serviceNameOf);
  const accountId = optional(inputs, 'ECS_CD_ACCOUNT_ID', accountIdOf);
  const place = sliceOf({
    cluster: mapped(cluster, (name) => name.nameOrArn),
    service: mapped(service, (name) => name.nameOrArn),
    /** The only account in which anything may be changed. */
    accountId,
    /** The tag of the image that serves there. */
    liveTag: optional(inputs, 'ECS_CD_LIVE_TAG', imageTagOf),
  });
  const names = {
    region: valueOf(required(inputs, 'AWS_DEFAULT_REGION', regionOf)),
    ...{ cluster: valueOf(cluster), service: valueOf(service), accountId: valueOf(accountId) },
    roleArn: textOf(inputs, 'ECS_CD_CHAINED_ROLE_ARN') ?? textOf(inputs, 'ECS_CD_ROLE_ARN'),
  };
  return withProblems(place, disagreementsOf(names, inputs));
}
export type PlaceSettings = SliceOf<typeof placeSettingsOf>;

/** The image that is built, or released. */
export function imageSettingsOf(inputs: Inputs) {
  return sliceOf({
    repository: required(inputs, 'REPOSITORY_URL', repositoryUrlOf(inputs.env)),
    tag: required(inputs, 'DOCKER_TAG', imageTagOf),
    /** What GitLab will say is deployed. */
    commit: { value: gitlabJobOf(inputs.env, inputs.cwd).commit },
  });
}
export type ImageSettings = SliceOf<typeof imageSettingsOf>;

/** How the image is built. */
export function imageBuildSettingsOf(inputs: Inputs, image: Field<ImageSettings>, files: ProjectFiles) {
  const needsDockerfile = textOf(inputs, 'ECS_CD_DOCKERFILE') === undefined;
  return sliceOf({
    /** Local name of the image. */
    imageName:
      textOf(inputs, 'REPOSITORY_NAME') === undefined
        ? derivedFrom(image, ({ repository }) => repository.name)
        : required(inputs, 'REPOSITORY_NAME', localImageNameOf),
    /** Absolute path. */
    buildContext: required(inputs, 'DOCKER_BUILD_CONTEXT', buildContextOf(files, needsDockerfile)),
    options: buildOptionsOf(inputs, files),
    engine: required(inputs, 'ECS_CD_ENGINE', oneOf(engines)),
    rebuild: switchOf(inputs, 'ECS_CD_REBUILD'),
    /** Beside DOCKER_TAG. */
    alsoTags: optional(inputs, 'ECS_CD_ALSO_TAG', listOf(imageTagOf)),
    /** Whether a missing repository is created, and what it is encrypted with then. */
    createRepository: required(inputs, 'ECS_CD_CREATE_REPOSITORY', oneOf(switchPositions)),
    kmsKeyArn: optional(inputs, 'ECS_CD_KMS_KEY_ARN', kmsKeyArnOf),
    /** What ECR's managed signing has to sign the image with. */
    signingProfileArn: optional(inputs, 'ECS_CD_SIGNING_PROFILE_ARN', signingProfileArnOf),
  });
}
export type ImageBuildSettings = SliceOf<typeof imageBuildSettingsOf>;

const nothing = { value: undefined };

/** Which revision a release is: what it is made from and what of it is changed beside the image, or one that is there. */
export function revisionSettingsOf(
  inputs: Inputs,
  {
    values = nothing,
    file = nothing,
    to = nothing,
  }: {
    readonly values?: Field<TaskValues | undefined>;
    readonly file?: Field<TaskDefinitionFile | undefined>;
    readonly to?: Field<string | undefined>;
  } = {},
) {
  const { url: jobUrl, user } = gitlabJobOf(inputs.env, inputs.cwd);
  return sliceOf({
    family: required(inputs, 'TASK_FAMILY', familyNameOf),
    stage: required(inputs, 'STAGE', stageOf),
    /** The containers that get the image. */
    container: optional(inputs, 'ECS_CD_CONTAINER', containerNamesOf),
    values,
    /** What it is made from in place of the latest revision. */
    file,
    registeredBy: { value: { jobUrl, user } },
    /** `FAMILY:REVISION`, which is deployed as it is. */
    to,
  });
}

/** `ofAll`: the inputs of a release of several services, where this is one of them. */
export function existingRevisionOf(inputs: Inputs, ofAll: Inputs): Field<string | undefined> {
  const to = optional(inputs, 'ECS_CD_TO', familyRevisionTextOf);
  const text = textOf(inputs, 'ECS_CD_TO');
  if (text === undefined) return to;
  const family = textOf(inputs, 'TASK_FAMILY') ?? text.replace(/:.*/, '');
  const subject = subjectOf(inputs, 'ECS_CD_TO');
  if (textOf(ofAll, 'SERVICE_NAME')?.includes(',')) {
    const fix = 'deploy each revision that is there from a job of its own';
    return refused(subject, 'is for one service, and SERVICE_NAME names several', fix);
  }
  if ('problems' in to || text.startsWith(`${family}:`)) return to;
  const message = `${text} belongs to another family than ${family} (TASK_FAMILY)`;
  return refused(subject, message, `name a revision of ${family}, or set TASK_FAMILY`);
}
export type RevisionSettings = SliceOf<typeof revisionSettingsOf>;

/** What is asked of the place before a release goes there. GitLab ends the job that deploys after `jobTimeoutSeconds`. */
export function preflightSettingsOf(inputs: Inputs, jobTimeoutSeconds?: number) {
  return sliceOf({
    preflight: required(inputs, 'ECS_CD_PREFLIGHT', oneOf(switchPositions)),
    /** What to do about a deployment of something else that is in progress. */
    inProgress: required(inputs, 'ECS_CD_IN_PROGRESS', oneOf(inProgressPolicies)),
    /** `baking` ends a run once ECS only watches the release. */
    waitUntil: required(inputs, 'ECS_CD_WAIT_UNTIL', oneOf(rolloutPoints)),
    jobTimeoutSeconds: { value: jobTimeoutSeconds },
  });
}
export type PreflightSettings = SliceOf<typeof preflightSettingsOf>;

export function followSettingsOf(
  inputs: Inputs,
  failFast = required(inputs, 'ECS_CD_FAIL_FAST', oneOf(switchPositions)),
) {
  return sliceOf({
    timeoutSeconds: required(inputs, 'ECS_CD_TIMEOUT', durationOf(10, '; a rollout takes minutes')),
    /** How many log lines of a failed container are shown. */
    logLines: required(inputs, 'ECS_CD_LOG_LINES', logLineCountOf),
    /** What is done where a hook holds the deployment until somebody answers it. */
    onPause: required(inputs, 'ECS_CD_ON_PAUSE', oneOf(pausePolicies)),
    /** Whether a deployment that cannot succeed any more is stopped at once, not left to ECS. */
    isFailFast: mapped(failFast, (position) => position === 'on'),
  });
}

/** What a failure or the deadline does: `on` puts the previous revision back. */
export function recoverySettingsOf(inputs: Inputs) {
  return sliceOf({ rollback: required(inputs, 'ECS_CD_ROLLBACK', oneOf(switchPositions)) });
}
export type RecoverySettings = SliceOf<typeof recoverySettingsOf>;

/** Which of several services a failure takes back. */
export const failureScopeOf = (inputs: Inputs) => required(inputs, 'ECS_CD_ON_FAILURE', oneOf(failureScopes));

/** How services that are released together begin. */
export const orderOf = (inputs: Inputs) => required(inputs, 'ECS_CD_ORDER', oneOf(orders));

/** Schedules and rules that run the revision that serves. */
export function schedulesOf(inputs: Inputs) {
  const region = valueOf(required(inputs, 'AWS_DEFAULT_REGION', regionOf));
  return optional(inputs, 'ECS_CD_SCHEDULES', listOf(scheduleNameOf(region)));
}

/** Absolute path of a file that GitLab collects, which it does from inside the project only. */
export function projectFileOf(inputs: Inputs, name: VariableName): Field<string> {
  return required(inputs, name, pathInside(gitlabJobOf(inputs.env, inputs.cwd).projectDir));
}

export function switchOf(inputs: Inputs, name: VariableName): Field<boolean> {
  return mapped(required(inputs, name, oneOf(['true', 'false'])), (text) => text === 'true');
}
