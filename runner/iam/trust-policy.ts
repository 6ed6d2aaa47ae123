import { providerNameOf } from '../names/identity-provider';
import { isLike } from '../names/wildcard';
import type { SliceOf } from '../settings/fields';
import { policyDocument, type PolicyDocument } from './policy-document';
import type { tokenFieldsOf } from './token-fields';

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
