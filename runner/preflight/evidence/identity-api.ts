import type { IAMClient, Role } from '@aws-sdk/client-iam';
import type { Clients } from '../../aws/clients/clients';
import { sdk } from '../../aws/sdk';
import { unlessMissing, type LookAt } from './lookup';

export interface Caller {
  readonly accountId: string;
  /** Of the user, or of the session of a role. */
  readonly arn: string;
}

/** An action on a resource, as a request would carry them. */
export interface AskedAction {
  /** `ecs:UpdateService` */
  readonly action: string;
  readonly resources: readonly string[];
  readonly context?: Readonly<Record<string, string>>;
}

/** Undefined in place of a role, a user or their decisions: IAM knows no such one. */
const missing = 'NoSuchEntityException';

/** Who is calling, and what IAM says of roles and users. */
export function identityApi({ sts, iam: newIam }: Pick<Clients, 'sts' | 'iam'>, lookAt: LookAt) {
  let iam: IAMClient | undefined;
  const client = () => (iam ??= newIam());
  return {
    /** AWS answers it to everybody whose credentials are good (AWS docs). */
    caller: () =>
      lookAt('sts:GetCallerIdentity', 'see whose credentials these are', async (options): Promise<Caller> => {
        const answer = await sts().send(new sdk.sts.GetCallerIdentityCommand({}), options);
        return { accountId: answer.Account ?? '', arn: answer.Arn ?? '' };
      }),
    role: (RoleName: string) =>
      lookAt(
        'iam:GetRole',
        `look at the role ${RoleName}`,
        async (options): Promise<Partial<Role> | undefined> => {
          const command = new sdk.iam.GetRoleCommand({ RoleName });
          const answer = await unlessMissing(missing, client().send(command, options));
          // Without a role, it is something else that has answered.
          return answer && (answer.Role ?? {});
        },
      ),
    /** `principal`: ARN of a user or a role. */
    decisions: (principal: string, asked: AskedAction) =>
      lookAt('iam:SimulatePrincipalPolicy', `ask IAM whether ${asked.action} is allowed`, async (options) => {
        const command = new sdk.iam.SimulatePrincipalPolicyCommand(simulationOf(principal, asked));
        const answer = await unlessMissing(missing, client().send(command, options));
        return answer && (answer.EvaluationResults ?? []);
      }),
  };
}

function simulationOf(PolicySourceArn: string, { action, resources, context = {} }: AskedAction) {
  const ContextEntries = Object.entries(context).map(([ContextKeyName, value]) => ({
    ContextKeyName,
    ContextKeyType: 'string' as const,
    ContextKeyValues: [value],
  }));
  // An empty list would go out as an empty member, which is none (measured).
  const entries = ContextEntries.length > 0 ? { ContextEntries } : {};
  return { PolicySourceArn, ActionNames: [action], ResourceArns: [...resources], ...entries };
}
