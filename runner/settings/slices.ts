import type { ProjectFiles } from './checks/build-context';
import { type Check, listOf } from './checks/check';
import { accountIdOf, durationOf, logLineCountOf, pathInside, regionOf, stageOf } from './checks/checks';
import { commandOf } from './checks/command-words';
import {
  clusterNameOf,
  containerNameOf,
  containerNamesOf,
  familyNameOf,
  familyRevisionTextOf,
  scheduleNameOf,
  serviceNameOf,
} from './checks/ecs-names';
import { imageTagOf } from './checks/image-checks';
import { disagreementsOf } from './disagreements';
import {
  chosen,
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
import { taskDefinitionFileOf } from './project-task-definition';
import { secretHeldBy } from './secret-values';
import { taskValuesOf } from './task-values';
import { gitlabJobOf } from './variables/gitlab-job';
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

const nothing = { value: undefined };

/**
 * Which revision a release is: what it is made from and what of it is changed beside the image, or one that is there. What
 * deploys nothing looks at neither.
 */
export function revisionSettingsOf(inputs: Inputs, released?: Released) {
  const { url: jobUrl, user } = gitlabJobOf(inputs.env, inputs.cwd);
  return sliceOf({
    family: required(inputs, 'TASK_FAMILY', familyNameOf),
    stage: required(inputs, 'STAGE', stageOf),
    /** The containers that get the image. */
    container: optional(inputs, 'ECS_CD_CONTAINER', containerNamesOf),
    values: released ? taskValuesOf(inputs) : nothing,
    /** What it is made from in place of the latest revision. */
    file: released ? taskDefinitionFileOf(inputs, released.files, released.ofAll) : nothing,
    registeredBy: { value: { jobUrl, user } },
    /** `FAMILY:REVISION`, which is deployed as it is. */
    to: released ? existingRevisionOf(inputs, released.ofAll) : nothing,
  });
}

interface Released {
  /** Without files nobody looks whether the project has them. */
  readonly files: ProjectFiles | undefined;
  /** The inputs of a release of several services, where this is one of them. */
  readonly ofAll: Inputs;
}

function existingRevisionOf(inputs: Inputs, ofAll: Inputs): Field<string | undefined> {
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
    preflight: chosen(inputs, 'ECS_CD_PREFLIGHT'),
    /** What to do about a deployment of something else that is in progress. */
    inProgress: chosen(inputs, 'ECS_CD_IN_PROGRESS'),
    /** `baking` ends a run once ECS only watches the release. */
    waitUntil: chosen(inputs, 'ECS_CD_WAIT_UNTIL'),
    jobTimeoutSeconds: { value: jobTimeoutSeconds },
  });
}
export type PreflightSettings = SliceOf<typeof preflightSettingsOf>;

export function followSettingsOf(
  inputs: Inputs,
  failFast: Field<'on' | 'off'> = chosen(inputs, 'ECS_CD_FAIL_FAST'),
) {
  return sliceOf({
    timeoutSeconds: required(inputs, 'ECS_CD_TIMEOUT', durationOf(10, '; a rollout takes minutes')),
    /** How many log lines of a failed container are shown. */
    logLines: required(inputs, 'ECS_CD_LOG_LINES', logLineCountOf),
    /** What is done where a hook holds the deployment until somebody answers it. */
    onPause: chosen(inputs, 'ECS_CD_ON_PAUSE'),
    /** Whether a deployment that cannot succeed any more is stopped at once, not left to ECS. */
    isFailFast: mapped(failFast, (position) => position === 'on'),
  });
}

/** What a failure or the deadline does: `on` puts the previous revision back. */
export function recoverySettingsOf(inputs: Inputs) {
  return sliceOf({ rollback: chosen(inputs, 'ECS_CD_ROLLBACK') });
}
export type RecoverySettings = SliceOf<typeof recoverySettingsOf>;

/** Schedules and rules that run the revision that serves. */
export function schedulesOf(inputs: Inputs) {
  const region = valueOf(required(inputs, 'AWS_DEFAULT_REGION', regionOf));
  return optional(inputs, 'ECS_CD_SCHEDULES', listOf(scheduleNameOf(region)));
}

/** Absolute path of a file that GitLab collects, which it does from inside the project only. */
export function projectFileOf(inputs: Inputs, name: VariableName): Field<string> {
  return required(inputs, name, pathInside(gitlabJobOf(inputs.env, inputs.cwd).projectDir));
}

/** How a command runs in a task of its own. */
export function runSettingsOf(inputs: Inputs) {
  const { pipelineId, name } = gitlabJobOf(inputs.env, inputs.cwd);
  return sliceOf({
    container: optional(inputs, 'ECS_CD_RUN_CONTAINER', containerNameOf),
    timeoutSeconds: required(inputs, 'ECS_CD_RUN_TIMEOUT', durationOf(10)),
    /** The same for each try of a job: GitLab's "Retry" makes another job of that name in the same pipeline. */
    job: { value: pipelineId && name ? [pipelineId, name] : undefined },
  });
}

export function runsOfDeploymentOf(inputs: Inputs) {
  return sliceOf({
    before: optional(inputs, 'ECS_CD_RUN_BEFORE', openCommandOf(inputs)),
    after: optional(inputs, 'ECS_CD_RUN_AFTER', openCommandOf(inputs)),
  });
}

/** A command that may be seen: it is in the log, and in the task for everybody who may look at that. */
export const openCommandOf =
  ({ env }: Inputs): Check<readonly string[]> =>
  (text) => {
    const command = commandOf(text);
    const secret = secretHeldBy(env, ['value' in command ? command.value : [], text].flat().join('\n'));
    if (secret === undefined) return command;
    return {
      message: `holds ${secret}, which everybody who may look at the task or this log could read`,
      fix: 'put it into "secrets" of the container, and read it there',
    };
  };
