import { providerNameOf } from '../names/identity-provider';
import { isLike } from '../names/wildcard';
import { type Check, listOf } from '../settings/checks/check';
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
import { audienceOf, projectPathOf, tokenSubjectOf } from './iam-policy-checks';
import { policyDocument, type PolicyDocument } from './policy-document';

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
