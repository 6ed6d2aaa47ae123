import { EcsCdError, type Problem } from '../errors';
import { type VariableName, variableOf } from '../settings/variables/variables';
import { awsSettingsOf } from '../settings/aws-settings';
import { oneOf, shown } from '../settings/checks/check';
import { stageOf } from '../settings/checks/checks';
import { looksSecret } from '../settings/checks/secret-checks';
import {
  type Inputs,
  invalidUsage,
  optional,
  required,
  settingsOf,
  sliceOf,
  type SliceOf,
  subjectOf,
  switchOf,
  textOf,
  textsOf,
  valueOf,
  withProblems,
} from '../settings/fields';
import {
  accessTokenOf,
  environmentScopeOf,
  gitlabApiUrlOf,
  groupPathOf,
  projectOf,
} from './gitlab/gitlab-checks';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import { choicesIn, choicesOf, setOrigin } from './terraform/output-map';
import { type Source, sourcesOf } from './sources';
import { valueProblemsOf } from './value-problems';

/**
 * What `ecs-cd adopt` works with; `region` is what the SDK finds where nobody says one. Throws one error with everything
 * that is wrong.
 */
export function adoptSettingsOf(inputs: Inputs, region?: string) {
  try {
    return settingsOf(inputs, fieldsOf(inputs, region));
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    throw invalidUsage([...error.problems, ...textProblemsOf(inputs)], inputs);
  }
}

function fieldsOf(inputs: Inputs, region: string | undefined) {
  const { projectDir } = gitlabJobOf(inputs.env, inputs.cwd);
  const isApply = switchOf(inputs, 'ECS_CD_APPLY');
  const isDocument = textOf(inputs, 'ECS_CD_FORMAT') !== undefined;
  const sources = sourcesOf(inputs, projectDir);
  const isWrite = switchOf(inputs, 'ECS_CD_WRITE');
  const isOfMany = textOf(inputs, 'ECS_CD_PROJECTS') !== undefined;
  const isForMore = isOfMany || isDocument || valueOf(isApply) || valueOf(isWrite);
  const all = valueOf(sources) ?? [];
  const isList = all.some(({ services }) => services?.names.length === 0);
  const isListForMore = isList && (isForMore || all.length > 1);
  const isOfServices = textsOf(inputs, 'ECS_CD_FROM_SERVICE').texts.length > 0;
  return {
    sources: withProblems(sources, [
      ...clashesIn(inputs, clashes),
      ...(isListForMore ? [{ subject: subjectOf(inputs, 'ECS_CD_FROM_SERVICE'), ...nameless }] : []),
    ]),
    choices: choicesOf(inputs),
    /** Environment scope of what the build reads too, if anybody chose one. */
    build: optional(inputs, 'ECS_CD_BUILD_SCOPE', environmentScopeOf),
    /** Where it is not in the outputs or the tags. */
    stage: optional(inputs, 'STAGE', stageOf),
    /** Where the services are. */
    aws: isOfServices ? personsAwsOf(inputs, region) : { value: undefined },
    isWrite: withProblems(isWrite, valueOf(isWrite) ? manyIn(inputs, all) : []),
    isProtected: switchOf(inputs, 'ECS_CD_PROTECTED'),
    isApply,
    target: isList
      ? { value: { kind: 'list' as const } }
      : isDocument
        ? documentTargetOf(withJob(inputs))
        : gitlabTargetOf(withJob(inputs)),
  };
}

/**
 * What is wrong with each text of --set by itself: said at once where nobody gets as far as the outputs, which go along with
 * them, and tell what one of them is beside another.
 */
function textProblemsOf(inputs: Inputs): readonly Problem[] {
  const problems = choicesIn(inputs).choices.flatMap(({ name, literal: value }) => {
    if (value === undefined) return [];
    const one = { name, value, origin: setOrigin, isShowable: !looksSecret(value) };
    const values = name === chainedRole.name ? [one] : [chainedRole, one];
    return valueProblemsOf(values, inputs.env).filter(({ subject }) => subject === name);
  });
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** Its external ID belongs to it, wherever it is set. */
const chainedRole = {
  name: 'ECS_CD_CHAINED_ROLE_ARN',
  value: 'arn:aws:iam::123456789012:role/deploy',
  origin: setOrigin,
  isShowable: true,
} as const;

export type AdoptSettings = ReturnType<typeof adoptSettingsOf>;

/** Two options of which the second would make the first mean nothing, and why. */
export type Clash = readonly [VariableName, VariableName, string?];

export function clashesIn(inputs: Inputs, clashes: readonly Clash[]): readonly Problem[] {
  // GitLab's own variables of a job name its project; an option names another one.
  const isAsked = (name: VariableName) =>
    name === 'ECS_CD_PROJECT'
      ? inputs.flags[variableOf(name).flag ?? ''] !== undefined
      : ![undefined, 'false'].includes(textOf(inputs, name));
  return clashes
    .filter(([one, other]) => isAsked(one) && isAsked(other))
    .map(([one, other, why]) => ({
      subject: subjectOf(inputs, one),
      message: `does not go with ${subjectOf(inputs, other)}${why === undefined ? '' : `: ${why}`}`,
      fix: 'leave one of them out',
    }));
}

const nameless = {
  message: 'names no service',
  fix: 'name one, such as shop/web: "ecs-cd adopt --from-service" alone lists all',
};

const clashes: readonly Clash[] = [
  ['ECS_CD_APPLY', 'ECS_CD_FORMAT', 'which prints what you run yourself'],
  ['ECS_CD_GROUP', 'ECS_CD_PROJECT', 'the variables are those of one of them'],
];

/** Whoever runs this is a person with a profile, or a job; the role of the jobs is what it is about, not who runs it. */
function personsAwsOf(inputs: Inputs, region: string | undefined) {
  const { ECS_CD_ROLE_ARN, ...others } = inputs.env;
  const role = others.ECS_CD_ID_TOKEN ? { ECS_CD_ROLE_ARN } : {};
  const AWS_DEFAULT_REGION = others.AWS_DEFAULT_REGION || region;
  const aws = awsSettingsOf({ ...inputs, env: { ...others, ...role, AWS_DEFAULT_REGION } });
  if ('value' in aws) return aws;
  const personal = '; or leave the keys out and set AWS_PROFILE';
  const profile = others.AWS_PROFILE ? ` (${shown(others.AWS_PROFILE)} has none)` : '';
  const regionFix = `set AWS_DEFAULT_REGION (--aws-default-region), or AWS_PROFILE${profile} to a profile with a region`;
  const fixOf = ({ subject, fix }: Problem) =>
    subject === 'AWS_DEFAULT_REGION' ? regionFix : fix + personal;
  return { problems: aws.problems.map((problem) => ({ ...problem, fix: fixOf(problem) })) };
}

/** GitLab takes no job for many environments. */
function manyIn(inputs: Inputs, sources: readonly Source[]): readonly Problem[] {
  const many = sources.filter(({ environment }) => /.[*]|[*]./.test(environment));
  return many.map(({ environment }) => ({
    subject: subjectOf(inputs, 'ECS_CD_WRITE'),
    message: `${shown(environment)} is more than one environment`,
    fix: 'name one environment (--environment staging), or leave --write out',
  }));
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
  return textOf(inputs, 'ECS_CD_GROUP') === undefined
    ? { owner: { value: 'project' as const }, project: required(inputs, 'ECS_CD_PROJECT', projectOf) }
    : { owner: { value: 'group' as const }, project: required(inputs, 'ECS_CD_GROUP', groupPathOf) };
}
export type GitlabTarget = SliceOf<typeof gitlabTargetOf>;

/** The variables are printed, for whoever sets them in another way. */
function documentTargetOf(inputs: Inputs) {
  return sliceOf({
    kind: required(inputs, 'ECS_CD_FORMAT', oneOf<'dotenv' | 'glab'>(['dotenv', 'glab'])),
    project: optional(inputs, 'ECS_CD_PROJECT', projectOf),
    group: optional(inputs, 'ECS_CD_GROUP', groupPathOf),
    apiUrl: optional(inputs, 'ECS_CD_GITLAB_URL', gitlabApiUrlOf),
  });
}
export type DocumentTarget = SliceOf<typeof documentTargetOf>;
