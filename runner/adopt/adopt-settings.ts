import { adoptFormats } from '../settings/variables/variable';
import { oneOf } from '../settings/checks/check';
import { pathIn } from '../settings/checks/checks';
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
import { accessTokenOf, environmentScopeOf, gitlabApiUrlOf, projectOf } from './gitlab/gitlab-checks';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import { choicesOf } from './terraform/output-map';
import { switchOf } from '../settings/slices';

/** What `ecs-cd adopt` works with. Throws one error with everything that is wrong. */
export function adoptSettingsOf(inputs: Inputs) {
  const { projectDir } = gitlabJobOf(inputs.env, inputs.cwd);
  const isApply = switchOf(inputs, 'ECS_CD_APPLY');
  const isDocument = textOf(inputs, 'ECS_CD_FORMAT') !== undefined;
  return settingsOf(inputs, {
    /** Absolute path of what `terraform output -json` printed; `-` is stdin. */
    terraformOutput: required(inputs, 'ECS_CD_TERRAFORM_OUTPUT', (text) =>
      text === '-' ? { value: text } : pathIn(projectDir)(text),
    ),
    choices: choicesOf(inputs),
    /** Of what only deployments read, and of what the build reads too, if anybody chose one. */
    scopes: sliceOf({
      environment: required(inputs, 'ECS_CD_ENVIRONMENT', environmentScopeOf),
      build: optional(inputs, 'ECS_CD_BUILD_SCOPE', environmentScopeOf),
    }),
    isProtected: switchOf(inputs, 'ECS_CD_PROTECTED'),
    isApply: withProblems(isApply, isDocument && valueOf(isApply) ? [uselessApply(inputs)] : []),
    target: isDocument ? documentTargetOf(withJob(inputs)) : gitlabTargetOf(withJob(inputs)),
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
    project: required(inputs, 'ECS_CD_PROJECT', projectOf),
    apiUrl: required(inputs, 'ECS_CD_GITLAB_URL', gitlabApiUrlOf),
    token: required(inputs, 'ECS_CD_GITLAB_TOKEN', accessTokenOf),
  });
}
export type GitlabTarget = SliceOf<typeof gitlabTargetOf>;

/** The variables are printed, for whoever sets them in another way. */
function documentTargetOf(inputs: Inputs) {
  return sliceOf({
    kind: required(inputs, 'ECS_CD_FORMAT', oneOf(adoptFormats)),
    project: optional(inputs, 'ECS_CD_PROJECT', projectOf),
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
