import { adoptFormats } from '../settings/variables/variable';
import { oneOf } from '../settings/checks/check';
import { regionOf, stageOf } from '../settings/checks/checks';
import {
  type Inputs,
  optional,
  required,
  settingsOf,
  sliceOf,
  type SliceOf,
  subjectOf,
  textOf,
  valueOf,
  withProblems,
} from '../settings/fields';
import {
  accessTokenOf,
  environmentScopeOf,
  gitlabApiUrlOf,
  groupOf,
  projectOf,
} from './gitlab/gitlab-checks';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import { choicesOf } from './terraform/output-map';
import { switchOf } from '../settings/slices';
import { sourcesOf } from './sources';

/** What `ecs-cd adopt` works with. Throws one error with everything that is wrong. */
export function adoptSettingsOf(inputs: Inputs) {
  const { projectDir } = gitlabJobOf(inputs.env, inputs.cwd);
  const isApply = switchOf(inputs, 'ECS_CD_APPLY');
  const isDocument = textOf(inputs, 'ECS_CD_FORMAT') !== undefined;
  const sources = sourcesOf(inputs, projectDir);
  const isWrite = switchOf(inputs, 'ECS_CD_WRITE');
  const isOfMany = textOf(inputs, 'ECS_CD_PROJECTS') !== undefined;
  const isForMore = isOfMany || isDocument || valueOf(isApply) || valueOf(isWrite);
  const isList = valueOf(sources)?.some(({ services }) => services?.names.length === 0) === true;
  return settingsOf(inputs, {
    sources,
    choices: choicesOf(inputs),
    /** Environment scope of what the build reads too, if anybody chose one. */
    build: optional(inputs, 'ECS_CD_BUILD_SCOPE', environmentScopeOf),
    /** Where it is not in the outputs or the tags. */
    stage: optional(inputs, 'STAGE', stageOf),
    region: optional(inputs, 'AWS_DEFAULT_REGION', regionOf),
    isWrite,
    /** Whether nothing is to be done with what is listed. */
    isAlone: { value: valueOf(sources)?.length === 1 && !isForMore },
    isProtected: switchOf(inputs, 'ECS_CD_PROTECTED'),
    isApply: withProblems(isApply, isDocument && valueOf(isApply) ? [uselessApply(inputs)] : []),
    target: isList
      ? { value: { kind: 'list' as const } }
      : isDocument
        ? documentTargetOf(withJob(inputs))
        : gitlabTargetOf(withJob(inputs)),
  });
}
export type AdoptSettings = ReturnType<typeof adoptSettingsOf>;

/** GitLab's own variables of a job stand in for what was not given; its token cannot. */
function withJob(inputs: Inputs): Inputs {
  const { env } = inputs;
  return {
    ...inputs,
    env: {
      ...env,
      ECS_CD_PROJECT: env.ECS_CD_PROJECT || env.CI_PROJECT_PATH || env.CI_PROJECT_ID,
      ECS_CD_GITLAB_URL: env.ECS_CD_GITLAB_URL || env.CI_SERVER_URL || env.CI_API_V4_URL,
    },
  };
}

/** The variables are set, or compared, in this project. */
function gitlabTargetOf(inputs: Inputs) {
  return sliceOf({
    kind: { value: 'gitlab' as const },
    ...ownerOf(inputs),
    apiUrl: required(inputs, 'ECS_CD_GITLAB_URL', gitlabApiUrlOf),
    token: required(inputs, 'ECS_CD_GITLAB_TOKEN', accessTokenOf),
  });
}

function ownerOf(inputs: Inputs) {
  if (textOf(inputs, 'ECS_CD_GROUP') === undefined)
    return { owner: { value: 'project' as const }, project: required(inputs, 'ECS_CD_PROJECT', projectOf) };
  // GitLab's own variables of a job name its project; an option names another one.
  const message = 'does not go with --project: the variables are those of one of them';
  const clash = { subject: subjectOf(inputs, 'ECS_CD_GROUP'), message, fix: 'leave one of them out' };
  const group = required(inputs, 'ECS_CD_GROUP', groupOf);
  return {
    owner: { value: 'group' as const },
    project: withProblems(group, inputs.flags['project'] === undefined ? [] : [clash]),
  };
}
export type GitlabTarget = SliceOf<typeof gitlabTargetOf>;

/** The variables are printed, for whoever sets them in another way. */
function documentTargetOf(inputs: Inputs) {
  return sliceOf({
    kind: required(inputs, 'ECS_CD_FORMAT', oneOf(adoptFormats)),
    project: optional(inputs, 'ECS_CD_PROJECT', projectOf),
    group: optional(inputs, 'ECS_CD_GROUP', groupOf),
    apiUrl: optional(inputs, 'ECS_CD_GITLAB_URL', gitlabApiUrlOf),
  });
}
export type DocumentTarget = SliceOf<typeof documentTargetOf>;

function uselessApply(inputs: Inputs) {
  const format = subjectOf(inputs, 'ECS_CD_FORMAT');
  return {
    subject: subjectOf(inputs, 'ECS_CD_APPLY'),
    message: `does not go with ${format}, which prints what you run yourself`,
    fix: 'leave one of them out',
  };
}
