import { lastSegmentOf } from '../names/arn';
import { awsSettingsOf, planRoleNameOf } from './aws-settings';
import type { ProjectFiles } from './checks/build-context';
import { listOf, oneOf } from './checks/check';
import { logLineCountOf, durationOf, environmentAddressOf, keptRevisionsOf } from './checks/checks';
import { deploymentIdOf, familyRevisionTextOf, placeOf, serviceDeploymentArnOf } from './checks/ecs-names';
import { repositoryUrlOf } from './checks/image-checks';
import {
  chosen,
  type Field,
  type Inputs,
  mapped,
  optional,
  refused,
  required,
  settingsOf,
  subjectOf,
  switchOf,
  textOf,
  valueOf,
  withProblems,
} from './fields';
import { itemsOf } from './each-service';
import { tooEarlyIn } from './disagreements';
import { imageBuildSettingsOf, imageSettingsOf } from './image-settings';
import { healthCheckUrlOf, proofSettingsOf } from './health-check';
import {
  followSettingsOf,
  placeSettingsOf,
  preflightSettingsOf,
  projectFileOf,
  openCommandOf,
  recoverySettingsOf,
  revisionSettingsOf,
  runSettingsOf,
  runsOfDeploymentOf,
  schedulesOf,
} from './slices';
import { gitlabJobOf } from './variables/gitlab-job';

/** What each command works with. Each throws one error with everything that is wrong. */

export function buildSettingsOf({ files, ...inputs }: Inputs & { readonly files: ProjectFiles }) {
  const image = imageSettingsOf(inputs);
  return settingsOf(inputs, {
    image,
    build: imageBuildSettingsOf(inputs, image, files),
    aws: awsSettingsOf(inputs),
    dotenv: projectFileOf(inputs, 'ECS_CD_DOTENV'),
  });
}

/** Without files nobody looks whether the project has them. */
type ReleaseInputs = Inputs & { readonly files?: ProjectFiles };

/** Of all services of the release. */
const familiesOf = (ofAll: Inputs) => ({ value: [...new Set(itemsOf(ofAll, 'TASK_FAMILY'))] });

/** `ofAll`: the inputs of a release of several services, where this is one of them. */
export function deploySettingsOf({ files, ...inputs }: ReleaseInputs, ofAll: Inputs = inputs) {
  const preflight = preflightSettingsOf(inputs, gitlabJobOf(inputs.env, inputs.cwd).timeoutSeconds);
  const bakeSeconds = required(inputs, 'ECS_CD_BAKE_TIME', durationOf(0));
  return settingsOf(inputs, {
    ...ofImage(inputs),
    revision: revisionSettingsOf(inputs, { files, ofAll }),
    preflight: withProblems(
      preflight,
      tooEarlyIn(inputs, valueOf(preflight)?.waitUntil, valueOf(bakeSeconds)),
    ),
    schedules: schedulesOf(inputs),
    families: familiesOf(ofAll),
    /** How many revisions of the family stay registered at least; all of them without it. */
    keepRevisions: optional(inputs, 'ECS_CD_KEEP_REVISIONS', keptRevisionsOf),
    follow: followSettingsOf(inputs),
    proof: proofSettingsOf(inputs, bakeSeconds),
    /** How services that are released together begin. */
    order: chosen(inputs, 'ECS_CD_ORDER'),
    /** Which of them a failure takes back. */
    onFailure: chosen(inputs, 'ECS_CD_ON_FAILURE'),
    run: runSettingsOf(inputs),
    runs: runsOfDeploymentOf(inputs),
    environmentUrl: optional(inputs, 'ECS_CD_ENVIRONMENT_URL', environmentAddressOf),
  });
}
export type DeploySettings = ReturnType<typeof deploySettingsOf>;

export const followCommandSettingsOf = (inputs: Inputs) =>
  settingsOf(inputs, {
    ...ofDeployment(inputs),
    /** `ecs-svc/N`; without it the deployment of the image. */
    deploymentId: optional(inputs, 'ECS_CD_DEPLOYMENT_ID', deploymentIdOf),
  });
export type FollowCommandSettings = ReturnType<typeof followCommandSettingsOf>;

export const gateSettingsOf = (inputs: Inputs) =>
  settingsOf(inputs, {
    ...ofDeployment(inputs),
    /** ARNs of service deployments; of a service without one that of the image. */
    serviceDeployments: optional(inputs, 'ECS_CD_DEPLOYMENT', listOf(serviceDeploymentArnOf)),
    environmentUrl: optional(inputs, 'ECS_CD_ENVIRONMENT_URL', environmentAddressOf),
  });
export type GateSettings = ReturnType<typeof gateSettingsOf>;

export function planSettingsOf({ files, ...inputs }: ReleaseInputs, ofAll: Inputs = inputs) {
  return settingsOf(inputs, {
    ...ofImage(inputs),
    revision: revisionSettingsOf(inputs, { files, ofAll }),
    aws: awsSettingsOf(inputs, planRoleNameOf(inputs)),
    // The time of a job that only looks ahead is not that of the deployment.
    preflight: preflightSettingsOf(inputs),
    proof: proofSettingsOf(inputs, { value: 0 }),
    schedules: schedulesOf(inputs),
    families: familiesOf(ofAll),
    /** Whether the pipeline runs for a commit that is on no branch. */
    isMergedResult: { value: gitlabJobOf(inputs.env, inputs.cwd).isMergedResult },
    planFile: planFileOf(inputs),
  });
}

/** One file cannot hold two things. */
function planFileOf(inputs: Inputs): Field<string> {
  const [plan, dotenv] = [projectFileOf(inputs, 'ECS_CD_PLAN_FILE'), projectFileOf(inputs, 'ECS_CD_DOTENV')];
  if ('problems' in plan || plan.value !== valueOf(dotenv)) return plan;
  const [subject, other] = [subjectOf(inputs, 'ECS_CD_PLAN_FILE'), subjectOf(inputs, 'ECS_CD_DOTENV')];
  return refused(subject, `names the same file as ${other}`, 'give each of them a file of its own');
}
export type PlanSettings = ReturnType<typeof planSettingsOf>;

export function rollbackSettingsOf(inputs: Inputs) {
  const asked = textOf(inputs, 'ECS_CD_LIVE_TAG') === undefined ? optional : required;
  return settingsOf(inputs, {
    ...onService(inputs),
    // Who takes something back does not wait longer than needed to hear that this fails too.
    follow: followSettingsOf(inputs, { value: 'on' }),
    /** Where a check, and nobody by hand, answers the hook of the test traffic: a way back goes on from it by itself. */
    isTested: mapped(optional(inputs, 'ECS_CD_TEST_HEALTH_CHECK_URL', healthCheckUrlOf), Boolean),
    /** Whether its images are there is asked where it is known; a live tag needs it. */
    repository: asked(inputs, 'REPOSITORY_URL', repositoryUrlOf(inputs.env)),
    /** `FAMILY:REVISION`; without it the last revision whose deployment succeeded. */
    to: optional(inputs, 'ECS_CD_TO', familyRevisionTextOf),
    schedules: schedulesOf(inputs),
    /** Whether a revision that has been deregistered is registered once more. */
    again: switchOf(inputs, 'ECS_CD_AGAIN'),
    environmentUrl: optional(inputs, 'ECS_CD_ENVIRONMENT_URL', environmentAddressOf),
  });
}
export type RollbackSettings = ReturnType<typeof rollbackSettingsOf>;

/** What one command needs that runs in a task of its own. */
export function runTaskSettingsOf(inputs: Inputs) {
  return settingsOf(inputs, {
    ...onService(inputs),
    run: runSettingsOf(inputs),
    command: required(inputs, 'ECS_CD_RUN', openCommandOf(inputs)),
    logLines: required(inputs, 'ECS_CD_LOG_LINES', logLineCountOf),
  });
}
export type RunTaskSettings = ReturnType<typeof runTaskSettingsOf>;

export function statusSettingsOf(inputs: Inputs) {
  const { dotenv, ...at } = onService(inputs);
  const place = valueOf(at.place);
  const own = place && `${lastSegmentOf(place.cluster)}/${lastSegmentOf(place.service)}`;
  return settingsOf(inputs, {
    ...at,
    /** Only GitLab collects one. */
    dotenv: gitlabJobOf(inputs.env, inputs.cwd).inGitlab ? dotenv : { value: undefined },
    format: optional(inputs, 'ECS_CD_FORMAT', oneOf(['json'])),
    /** Where another stage runs it, in the same region and account. */
    compared: mapped(optional(inputs, 'ECS_CD_COMPARE', placeOf(own, textOf(inputs, 'STAGE'))), (text) => {
      const [other = '', name = ''] = text?.split('/') ?? [];
      const variable = subjectOf(inputs, 'ECS_CD_COMPARE');
      return text === undefined ? undefined : { cluster: other, service: name, variable };
    }),
  });
}

function onService(inputs: Inputs) {
  return {
    aws: awsSettingsOf(inputs),
    place: placeSettingsOf(inputs),
    dotenv: projectFileOf(inputs, 'ECS_CD_DOTENV'),
  };
}

/** What every command has that knows a service by the image that it is to run. */
function ofImage(inputs: Inputs) {
  return {
    ...onService(inputs),
    image: imageSettingsOf(inputs),
    revision: revisionSettingsOf(inputs),
    recovery: recoverySettingsOf(inputs),
  };
}

/** What every command has that sees to the end of a deployment which is there: the bake time is what ECS itself takes. */
function ofDeployment(inputs: Inputs) {
  return {
    ...ofImage(inputs),
    follow: followSettingsOf(inputs),
    proof: proofSettingsOf(inputs, { value: 0 }),
    onFailure: chosen(inputs, 'ECS_CD_ON_FAILURE'),
  };
}
