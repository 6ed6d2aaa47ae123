import type { EvaluationResult, IAMClient } from '@aws-sdk/client-iam';
import { readErrorOf } from '../../aws/aws-error';

export interface IamRole {
  readonly arn: string;
  /** The JSON of who may assume it. */
  readonly trustPolicy: string;
}

/** An action on a resource, as a request would carry them. */
export interface AskedAction {
  /** `ecs:UpdateService` */
  readonly action: string;
  readonly resources: readonly string[];
  readonly context?: Readonly<Record<string, string>>;
}

export interface IamDecision {
  readonly action: string;
  readonly resource: string;
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Context keys that the policies ask for and the question did not bring: the answer is a guess then. */
  readonly missingContext: readonly string[];
  /** Whether the organization's service control policies are what forbids it. */
  readonly isForbiddenByOrganization: boolean;
}

export interface Iam {
  /** Undefined where there is no such role. */
  getRole(name: string, signal: AbortSignal): Promise<IamRole | undefined>;
  /** `principal`: ARN of a user or a role. Undefined where IAM knows no such principal. */
  simulatePrincipalPolicy(
    principal: string,
    asked: AskedAction,
    signal: AbortSignal,
  ): Promise<readonly IamDecision[] | undefined>;
}

export function iamApi(client: () => IAMClient): Iam {
  let held: IAMClient | undefined;
  const loaded = () => {
    held ??= client();
    const { iamSdk } = require('../../aws/clients/sdk-iam') as typeof import('../../aws/clients/sdk-iam');
    return { iam: held, sdk: iamSdk };
  };
  return {
    getRole(RoleName, abortSignal) {
      const { iam, sdk } = loaded();
      const permission = 'iam:GetRole';
      const about = { purpose: `look at the role ${RoleName}`, permission, resource: RoleName };
      return unlessMissing(about, async () => {
        const { Role } = await iam.send(new sdk.GetRoleCommand({ RoleName }), { abortSignal });
        // (AWS docs) The policy is URL-encoded.
        const trustPolicy = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
        return { arn: Role?.Arn ?? '', trustPolicy };
      });
    },

    simulatePrincipalPolicy(PolicySourceArn, { action, resources, context = {} }, abortSignal) {
      const { iam, sdk } = loaded();
      const command = new sdk.SimulatePrincipalPolicyCommand({
        PolicySourceArn,
        ActionNames: [action],
        ResourceArns: [...resources],
        ...contextOf(context),
      });
      const permission = 'iam:SimulatePrincipalPolicy';
      const purpose = `ask IAM whether ${action} is allowed`;
      const about = { purpose, permission, resource: PolicySourceArn };
      return unlessMissing(about, async () => {
        const { EvaluationResults = [] } = await iam.send(command, { abortSignal });
        return EvaluationResults.map(decisionOf);
      });
    },
  };
}

/** An empty list would go out as an empty member, which is none (measured). */
function contextOf(context: Readonly<Record<string, string>>) {
  const ContextEntries = Object.entries(context).map(([ContextKeyName, value]) => ({
    ContextKeyName,
    ContextKeyType: 'string' as const,
    ContextKeyValues: [value],
  }));
  return ContextEntries.length > 0 ? { ContextEntries } : {};
}

/** Undefined where IAM has no such user or role. */
async function unlessMissing<T>(
  about: Parameters<typeof readErrorOf>[1],
  ask: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchEntityException') return undefined;
    throw readErrorOf(error, about);
  }
}

function decisionOf({
  EvalActionName = '',
  EvalResourceName = '*',
  EvalDecision = 'implicitDeny',
  MissingContextValues = [],
  OrganizationsDecisionDetail,
}: EvaluationResult): IamDecision {
  return {
    action: EvalActionName,
    resource: EvalResourceName,
    decision: EvalDecision,
    missingContext: MissingContextValues,
    isForbiddenByOrganization: OrganizationsDecisionDetail?.AllowedByOrganizations === false,
  };
}
