import { providerNameOf } from '../names/identity-provider';
import { isLike } from '../names/wildcard';
import { type Check, listOf, type Checked, matching, shown, strangersIn } from '../settings/checks/check';
import { gitlabUrlOf } from '../settings/checks/checks';
import {
  derivedFrom,
  type Inputs,
  required,
  sliceOf,
  type SliceOf,
  textOf,
  valueOf,
} from '../settings/fields';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import type { VariableName } from '../settings/variables/variables';
import { policyDocument, type PolicyDocument } from './policy-document';
import { roleArnOf } from '../settings/checks/secret-checks';

/** A field whose default depends on the command. */
function withDefault<T>(inputs: Inputs, name: VariableName, usual: string | undefined, check: Check<T>) {
  return required({ ...inputs, env: { ...inputs.env, [name]: inputs.env[name] || usual } }, name, check);
}

/** Whose ID tokens are trusted: by default those of the job's own project and its default branch. */
export function tokenFieldsOf(inputs: Inputs) {
  const { serverUrl, projectPath, defaultBranch } = gitlabJobOf(inputs.env, inputs.cwd);
  const gitlabUrl = withDefault(inputs, 'ECS_CD_GITLAB_URL', serverUrl ?? 'https://gitlab.com', gitlabUrlOf);
  const project = withDefault(inputs, 'ECS_CD_PROJECT', projectPath, projectPathOf);
  const subjects = withDefault(
    inputs,
    'ECS_CD_REFS',
    defaultBranch ?? 'main',
    listOf(tokenSubjectOf(valueOf(project) ?? '')),
  );
  return sliceOf({
    /** Without a slash at its end: the `iss` of GitLab's tokens. */
    gitlabUrl,
    audience:
      textOf(inputs, 'ECS_CD_ID_TOKEN_AUDIENCE') === undefined
        ? derivedFrom(gitlabUrl, (url) => url)
        : required(inputs, 'ECS_CD_ID_TOKEN_AUDIENCE', audienceOf),
    /** What `sub` may be; `*` and `?` stand for any characters. */
    subjects: 'problems' in project ? project : subjects,
  });
}

/** Whose ID tokens may assume a role: the fields that say so, and where the role and the identity provider are. */
export type TrustedTokens = SliceOf<typeof tokenFieldsOf> & {
  readonly partition: string;
  readonly account: string;
};

/** The trust policy of a role for GitLab's ID tokens. AWS compares no other claims than these two (AWS docs, IAM condition keys). */
export function tokenTrustOf(tokens: TrustedTokens): PolicyDocument {
  const { partition, account, gitlabUrl, audience, subjects } = tokens;
  const provider = providerNameOf(gitlabUrl);
  const sub = { [`${provider}:sub`]: subjects };
  const aud = { [`${provider}:aud`]: audience };
  const hasWildcard = subjects.some((subject) => /[*?]/.test(subject));
  return policyDocument([
    {
      Sid: 'GitLabIdToken',
      Effect: 'Allow',
      Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${provider}` },
      Action: ['sts:AssumeRoleWithWebIdentity'],
      Condition: hasWildcard ? { StringEquals: aud, StringLike: sub } : { StringEquals: { ...aud, ...sub } },
    },
  ]);
}

/** What somebody who attaches that policy has to know. */
export function cautionsOf({ subjects }: TrustedTokens): readonly string[] {
  const isAny = (type: string) => subjects.some((subject) => isEveryRefTrusted(subject, type));
  const trusted = ['branch', 'tag'].filter(isAny).join(' and every ');
  return [
    ...(trusted
      ? [`every ${trusted} is trusted: whoever can push one to the project can assume the role`]
      : []),
    // gitlab-org/gitlab#548165; the change of behaviour is #561735.
    "GitLab before 18.2.2 gives a pipeline for a merge request from a fork, run in the project, the `sub` of the project's branch of the same name: trust no branch there before it is upgraded",
  ];
}

/** Whether a pattern lets all refs of that type through: one that nobody has in mind stands for them. */
function isEveryRefTrusted(subject: string, type: string): boolean {
  const [project = ''] = /^project_path:[^:]*/.exec(subject) ?? [];
  return isLike(subject, `${project}:ref_type:${type}:ref:~/a ref that cannot be~`, '*?');
}

export function roleTrustOf(roleArn: string, externalId: string | undefined): PolicyDocument {
  return policyDocument([
    {
      Sid: 'FirstRole',
      Effect: 'Allow',
      Principal: { AWS: roleArn },
      Action: ['sts:AssumeRole'],
      ...(externalId === undefined ? {} : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
    },
  ]);
}

/** A role that a policy names: what a policy takes for a wildcard or a variable would let in others. */
export function namedRoleOf(text: string): Checked<string> {
  const checked = roleArnOf(text);
  return 'value' in checked && /[*?${}]/.test(text)
    ? { message: `${shown(text)} has a wildcard in it`, fix: 'name one role' }
    : checked;
}

const logGroup = { what: 'a log group', allowed: /[\w./#-]/, example: '/ecs/web' };
const secret = { what: 'a secret', allowed: /[\w/+=.@-]/, example: 'web/database' };

/** As CloudWatch and Secrets Manager take them (AWS docs, CreateLogGroup, CreateSecret). */
function nameOf(text: string, name: string, { what, allowed, example }: typeof secret): Checked<string> {
  const excess = strangersIn(name, allowed) || (name.length > 512 ? 'more than 512 characters' : '');
  if (excess === '') return { value: name };
  const message = `${shown(text)} is not ${what}: ${excess} is not allowed`;
  return { message, fix: `write its name, such as ${example}, or its ARN` };
}

interface LogGroup {
  readonly name: string;
  /** Undefined is where the service is. */
  readonly region?: string;
  readonly account?: string;
}

/** An ARN may end with `:*`. */
export function logGroupOf(text: string): Checked<LogGroup> {
  const [, region, account, name = text] =
    /^arn:aws[a-z-]*:logs:([a-z0-9-]+):(\d{12}):log-group:([^:]+)(?::\*)?$/.exec(text) ?? [];
  const checked = nameOf(text, name, logGroup);
  if (!('value' in checked)) return checked;
  return { value: { name, ...(region && account ? { region, account } : {}) } };
}

/**
 * A secret as a policy has it: the ARN without the JSON key and the version that a task definition may have behind it; or
 * the name, to which Secrets Manager adds six characters in the ARN (AWS docs).
 */
export function secretOf(text: string): Checked<string> {
  const [, arn, name = text] =
    /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:([^:]+))(?::|$)/.exec(text) ?? [];
  const checked = nameOf(text, name, secret);
  return 'value' in checked ? { value: arn ?? `${name}-??????` } : checked;
}

const projectPathOf = matching(
  /^\w[\w.-]*(?:\/\w[\w.-]*)+$/,
  'the path of a GitLab project',
  'write it like group/project',
);

/** What an ID token may be asked for; a policy must not take it for a wildcard. */
function audienceOf(text: string): Checked<string> {
  const strangers = strangersIn(text, /[!-~]/) || strangersIn(text, /[^*?${}]/);
  return strangers
    ? {
        message: `${shown(text)} is not an audience: ${strangers} is not allowed`,
        fix: 'write it as id_tokens of the job has it in "aud"',
      }
    : { value: text };
}

/**
 * The `sub` that GitLab gives to jobs of a ref: a branch by its name, `tag:NAME`, or a whole `sub` where the project
 * composes its own. `*` and `?` stand for any characters, in a ref only.
 */
function tokenSubjectOf(projectPath: string): Check<string> {
  return (text) => {
    const ours = `project_path:${projectPath}:`;
    const message = `${shown(text)} is not a branch or a tag`;
    const fix = 'write main, release/*, or tag:v*';
    const strangers = strangersIn(text, /[\w./+@#%&=!'():*?-]/);
    if (strangers) return { message: `${message}: ${strangers} is not allowed`, fix };
    if (text.startsWith(ours)) return { value: text };
    if (text.startsWith('project_path:'))
      return { message: `${shown(text)} is of another project`, fix: `begin it with ${ours}` };
    const [, type = 'branch', ref = ''] = /^(?:(branch|tag):)?(.*)$/.exec(text) ?? [];
    return ref === '' || ref.includes(':')
      ? { message, fix }
      : { value: `${ours}ref_type:${type}:ref:${ref}` };
  };
}
