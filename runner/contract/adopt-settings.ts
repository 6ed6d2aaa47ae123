import type { Problem } from '../errors';
import { adoptFormats } from './adopt-variables';
import { oneOf } from './check';
import { pathIn } from './checks';
import {
  type Field,
  type Given,
  mapped,
  optional,
  problemsOf,
  required,
  settled,
  subjectOf,
  textOf,
} from './given';
import { accessTokenOf, environmentScopeOf, gitlabApiUrlOf, projectOf } from './gitlab-checks';
import { gitlabJobOf } from './gitlab-job';
import { type OutputMap, outputMapOf } from './output-map';
import type { VariableName } from './variables';

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

/** The variables are set, or compared, in this project. */
export interface GitlabTarget {
  readonly kind: 'gitlab';
  /** `group/name` or an ID. */
  readonly project: string;
  /** `https://gitlab.example.com/api/v4`. */
  readonly apiUrl: string;
  readonly token: string;
}

/** The variables are printed, for whoever sets them in another way. */
export interface DocumentTarget {
  readonly kind: (typeof adoptFormats)[number];
  readonly project?: string;
  readonly apiUrl?: string;
}

/** Throws one error with everything that is wrong. */
export function adoptSettingsOf(given: Given): AdoptSettings {
  const { projectDir } = gitlabJobOf(given.env, given.cwd);
  const isApply = switchOf(given, 'ECS_CD_APPLY');
  const isDocument = textOf(given, 'ECS_CD_FORMAT') !== undefined;
  return settled<AdoptSettings>(
    given,
    {
      terraformOutput: required(given, 'ECS_CD_TERRAFORM_OUTPUT', (text) =>
        text === '-' ? { value: text } : pathIn(projectDir)(text),
      ),
      map: outputMapOf(given),
      scopes: scopesOf(given),
      isProtected: switchOf(given, 'ECS_CD_PROTECTED'),
      isApply,
      target: isDocument ? documentTargetOf(withJob(given)) : gitlabTargetOf(withJob(given)),
    },
    isDocument && 'value' in isApply && isApply.value ? [uselessApply(given)] : [],
  );
}

function switchOf(given: Given, name: VariableName): Field<boolean> {
  return mapped(required(given, name, oneOf(['true', 'false'])), (text) => text === 'true');
}

function scopesOf(given: Given): Field<Scopes> {
  const environment = required(given, 'ECS_CD_ENVIRONMENT', environmentScopeOf);
  const build = optional(given, 'ECS_CD_BUILD_SCOPE', environmentScopeOf);
  if (!('value' in environment && 'value' in build)) return { problems: problemsOf(environment, build) };
  const chosen = build.value === undefined ? {} : { build: build.value };
  return { value: { environment: environment.value, ...chosen } };
}

/** GitLab's own variables of a job stand in for what was not given; its token cannot. */
function withJob(given: Given): Given {
  const { env } = given;
  return {
    ...given,
    env: {
      ...env,
      ECS_CD_PROJECT: env.ECS_CD_PROJECT || env.CI_PROJECT_PATH || env.CI_PROJECT_ID,
      ECS_CD_GITLAB_URL: env.ECS_CD_GITLAB_URL || env.CI_SERVER_URL || env.CI_API_V4_URL,
    },
  };
}

function gitlabTargetOf(given: Given): Field<GitlabTarget> {
  const project = required(given, 'ECS_CD_PROJECT', projectOf);
  const apiUrl = required(given, 'ECS_CD_GITLAB_URL', gitlabApiUrlOf);
  const token = required(given, 'ECS_CD_GITLAB_TOKEN', accessTokenOf);
  return 'value' in project && 'value' in apiUrl && 'value' in token
    ? { value: { kind: 'gitlab', project: project.value, apiUrl: apiUrl.value, token: token.value } }
    : { problems: problemsOf(project, apiUrl, token) };
}

function documentTargetOf(given: Given): Field<DocumentTarget> {
  const kind = required(given, 'ECS_CD_FORMAT', oneOf(adoptFormats));
  const project = optional(given, 'ECS_CD_PROJECT', projectOf);
  const apiUrl = optional(given, 'ECS_CD_GITLAB_URL', gitlabApiUrlOf);
  if (!('value' in kind && 'value' in project && 'value' in apiUrl)) {
    return { problems: problemsOf(kind, project, apiUrl) };
  }
  return {
    value: {
      kind: kind.value,
      ...(project.value === undefined ? {} : { project: project.value }),
      ...(apiUrl.value === undefined ? {} : { apiUrl: apiUrl.value }),
    },
  };
}

function uselessApply(given: Given): Problem {
  const format = subjectOf(given, 'ECS_CD_FORMAT');
  return {
    subject: subjectOf(given, 'ECS_CD_APPLY'),
    message: `does not go with ${format}, which prints what you run yourself`,
    fix: 'leave one of them out',
  };
}
