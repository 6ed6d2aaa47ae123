import { arnPartsOf } from '../names/arn';
import { following } from '../settings/variables/variable';
import type { IamPolicySettings, PolicyKind } from './iam-policy-settings';
import { EcsCdError } from '../errors';
import { policyOf } from './permissions';
import { lengthOf, longest, policyDocument, type PolicyDocument } from './policy-document';
import { cautionsOf, roleTrustOf, tokenTrustOf } from './trust-policy';

/** The policies that were asked for, by their kind; `deploy-2` where one is too long for a single document. */
export function policiesOf(settings: IamPolicySettings): Readonly<Record<string, PolicyDocument>> {
  const entries = settings.kinds.flatMap((kind) => {
    const document = documentOf(kind, settings);
    return document ? fitting(kind, document).map((part, at) => [nameOf(kind, at), part] as const) : [];
  });
  return Object.fromEntries(entries);
}

const nameOf = (kind: PolicyKind, at: number) => (at === 0 ? kind : `${kind}-${at + 1}`);

function documentOf(kind: PolicyKind, settings: IamPolicySettings): PolicyDocument | undefined {
  const { place, tokens } = settings;
  const { chainedRoleArn, ...own } = place;
  const { roleArn, externalId } = own;
  switch (kind) {
    case 'deploy':
      return policyOf(following, own);
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

/** IAM refuses a policy that is too long; a role takes ten of them, and has one trust policy (AWS docs, IAM quotas). */
function fitting(kind: PolicyKind, document: PolicyDocument): PolicyDocument[] {
  if (kind !== 'trust' && kind !== 'chained-trust') return partsOf(document);
  const length = lengthOf(document);
  if (length <= longest.trustPolicy) return [document];
  const message = `the policy "${kind}" has ${length} characters; IAM takes ${longest.trustPolicy}`;
  throw new EcsCdError('invalid-usage', message, {
    fix: 'write --refs (ECS_CD_REFS) with wildcards (release/*)',
  });
}

function partsOf({ Statement }: PolicyDocument): PolicyDocument[] {
  const parts: PolicyDocument[] = [];
  for (const statement of Statement) {
    const longer = policyDocument([...(parts.at(-1)?.Statement ?? []), statement]);
    if (parts.length > 0 && lengthOf(longer) <= longest.managedPolicy) parts.splice(-1, 1, longer);
    else parts.push(policyDocument([statement]));
  }
  return parts;
}

/** What somebody who attaches the policies has to know, because it was not said what they need. */
export function omissionsOf(settings: IamPolicySettings): readonly string[] {
  const { kinds, leftOut, place, tokens } = settings;
  const { account, roleArns, logGroups, ecsRoleArns = [] } = place.service ?? {};
  const withoutRoles =
    'iam:PassRole is left out: neither --execution-role-arn nor --task-role-arn is given, and no revision that names a role can be registered (on Fargate every one does)';
  const withoutLogs =
    'logs:GetLogEvents is left out: --log-groups is not given, and the last lines of a failed container are not shown';
  const foreign = ecsRoleArns.filter((arn) => arnPartsOf(arn)?.accountId !== account);
  return [
    ...leftOut,
    ...(roleArns?.length === 0 ? [withoutRoles] : []),
    ...(kinds.includes('deploy') && logGroups?.length === 0 ? [withoutLogs] : []),
    ...foreign.map((arn) => `--ecs-role-arns: ${arn} is not in account ${account}, where the service is`),
    ...(tokens ? cautionsOf(tokens) : []),
  ];
}
