import type { IamPolicySettings } from './iam-policy-settings';
import type { PolicyKind } from './iam-policy-inputs';
import { EcsCdError } from '../errors';
import { policyOf } from './permissions';
import { lengthOf, longest, type PolicyDocument } from './policy-document';
import { cautionsOf, roleTrustOf, tokenTrustOf } from './trust-policy';

/** The policies that were asked for, by their kind. */
export function policiesOf(
  settings: IamPolicySettings,
): Readonly<Partial<Record<PolicyKind, PolicyDocument>>> {
  const entries = settings.kinds.flatMap((kind) => {
    const document = documentOf(kind, settings);
    return document ? [[kind, fitting(kind, document)] as const] : [];
  });
  return Object.fromEntries(entries);
}

function documentOf(kind: PolicyKind, settings: IamPolicySettings): PolicyDocument | undefined {
  const { place, tokens, roleArn, externalId } = settings;
  const { chainedRoleArn, ...own } = place;
  switch (kind) {
    case 'deploy':
      return policyOf(['deploy', 'follow', 'rollback'], own);
    case 'trust':
      return tokens && tokenTrustOf(tokens);
    case 'chain':
      return chainedRoleArn === undefined ? undefined : policyOf(['build', 'deploy'], { chainedRoleArn });
    case 'chained-trust':
      return roleArn === undefined ? undefined : roleTrustOf(roleArn, externalId);
    default:
      return policyOf([kind], own);
  }
}

/** IAM refuses a policy that is too long, and it is better refused before somebody reviews it. */
function fitting(kind: PolicyKind, document: PolicyDocument): PolicyDocument {
  const isTrust = kind === 'trust' || kind === 'chained-trust';
  const most = isTrust ? longest.trustPolicy : longest.managedPolicy;
  const length = lengthOf(document);
  if (length <= most) return document;
  throw new EcsCdError('invalid-usage', `the policy "${kind}" has ${length} characters; IAM takes ${most}`, {
    fix: isTrust
      ? 'write --refs (ECS_CD_REFS) with wildcards (release/*)'
      : 'name fewer log groups and secrets (--log-groups, --secrets)',
  });
}

/** What somebody who attaches the policies has to know, because it was not said what they need. */
export function omissionsOf({ kinds, place: { service }, tokens }: IamPolicySettings): readonly string[] {
  return [
    ...(service?.roleArns.length === 0
      ? [
          'iam:PassRole is left out: neither --execution-role-arn nor --task-role-arn is given, and no revision that names a role can be registered (on Fargate every one does)',
        ]
      : []),
    ...(kinds.includes('deploy') && service?.logGroups.length === 0
      ? [
          'logs:GetLogEvents is left out: --log-groups is not given, and the last lines of a failed container are not shown',
        ]
      : []),
    ...(kinds.includes('trust') && tokens ? cautionsOf(tokens) : []),
  ];
}
