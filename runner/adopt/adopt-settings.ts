import type { GitlabTarget } from './gitlab/gitlab-request-api';
import type { Problem } from '../errors';
import { adoptFormats } from '../settings/variables/adopt-variables';
import { oneOf } from '../settings/checks/check';
import { pathIn } from '../settings/checks/checks';
import {
  type Field,
  type Inputs,
  mapped,
  optional,
  required,
  settingsOf,
  sliceOf,
  subjectOf,
  textOf,
} from '../settings/fields';
import { accessTokenOf, environmentScopeOf, gitlabApiUrlOf, projectOf } from './gitlab/gitlab-checks';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import { type OutputMap, outputMapOf } from './terraform/output-map';
import type { VariableName } from '../settings/variables/variables';

/** What `ecs-cd adopt` works with. */
export interface AdoptSettings {
  /** Absolute path of what `terraform output -json` printed; `-` is stdin. */
  readonly terraformOutput: string;
  readonly map: OutputMap;
  readonly scopes: Scopes;
  readonly isProtected: boolean;
  readonly isApply: boolean;
  readonly target: GitlabTarget | DocumentTarget;
}

export interface Scopes {
  /** Environment scope of what only deployments read. */
  readonly environment: string;
  /** Environment scope of what the build reads too; undefined when nobody chose one. */
  readonly build?: string;
}

/** The variables are printed, for whoever sets them in another way. */
export interface DocumentTarget {
  readonly kind: (typeof adoptFormats)[number];
  readonly project?: string;
  readonly apiUrl?: string;
}

/** Throws one error with everything that is wrong. */
export function adoptSettingsOf(inputs: Inputs): AdoptSettings {
  const { projectDir } = gitlabJobOf(inputs.env, inputs.cwd);
  const isApply = switchOf(inputs, 'ECS_CD_APPLY');
  const isDocument = textOf(inputs, 'ECS_CD_FORMAT') !== undefined;
  return settingsOf<AdoptSettings>(
    inputs,
    {
      terraformOutput: required(inputs, 'ECS_CD_TERRAFORM_OUTPUT', (text) =>
        text === '-' ? { value: text } : pathIn(projectDir)(text),
      ),
      map: outputMapOf(inputs),
      scopes: scopesOf(inputs),
      isProtected: switchOf(inputs, 'ECS_CD_PROTECTED'),
      isApply,
      target: isDocument ? documentTargetOf(withJob(inputs)) : gitlabTargetOf(withJob(inputs)),
    },
    isDocument && 'value' in isApply && isApply.value ? [uselessApply(inputs)] : [],
  );
}

function switchOf(inputs: Inputs, name: VariableName): Field<boolean> {
  return mapped(required(inputs, name, oneOf(['true', 'false'])), (text) => text === 'true');
}

function scopesOf(inputs: Inputs): Field<Scopes> {
  return sliceOf<Scopes>({
    environment: required(inputs, 'ECS_CD_ENVIRONMENT', environmentScopeOf),
    build: optional(inputs, 'ECS_CD_BUILD_SCOPE', environmentScopeOf),
  });
}

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

function gitlabTargetOf(inputs: Inputs): Field<GitlabTarget> {
  return sliceOf<GitlabTarget>({
    kind: { value: 'gitlab' },
    project: required(inputs, 'ECS_CD_PROJECT', projectOf),
    apiUrl: required(inputs, 'ECS_CD_GITLAB_URL', gitlabApiUrlOf),
    token: required(inputs, 'ECS_CD_GITLAB_TOKEN', accessTokenOf),
  });
}

function documentTargetOf(inputs: Inputs): Field<DocumentTarget> {
  return sliceOf<DocumentTarget>({
    kind: required(inputs, 'ECS_CD_FORMAT', oneOf(adoptFormats)),
    project: optional(inputs, 'ECS_CD_PROJECT', projectOf),
    apiUrl: optional(inputs, 'ECS_CD_GITLAB_URL', gitlabApiUrlOf),
  });
}

function uselessApply(inputs: Inputs): Problem {
  const format = subjectOf(inputs, 'ECS_CD_FORMAT');
  return {
    subject: subjectOf(inputs, 'ECS_CD_APPLY'),
    message: `does not go with ${format}, which prints what you run yourself`,
    fix: 'leave one of them out',
  };
}
