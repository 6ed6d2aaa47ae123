import type {
  ContextEntry,
  EvaluationResult,
  GetRoleRequest,
  SimulatePrincipalPolicyRequest,
} from '@aws-sdk/client-iam';
import { awsError, type Api, type Setting } from '../api';
import { errorTexts } from '../texts';

export interface IamRoleOptions {
  /** Such as `/ci/`. */
  readonly path?: string;
  /** Services that may assume it. */
  readonly trusts?: readonly string[];
  /** The whole trust policy, where a list of services does not say it. */
  readonly trustPolicy?: object;
}

/** What the policy simulator says to an action. */
export interface Decision {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Context keys that the policies ask for and that the question does not bring. */
  readonly missingContext?: readonly string[];
  /** False where a service control policy forbids it. */
  readonly isAllowedByOrganization?: boolean;
}

export interface IamWorld {
  /** A role that a task can have; called again, it changes the role. */
  createIamRole(name: string, options?: IamRoleOptions): { readonly roleArn: string };
  deleteIamRole(name: string): void;
  /** Everything is allowed to everybody until this says something else. */
  setDecision(action: string, decision: Decision): void;
}

interface Role {
  readonly arn: string;
  readonly path: string;
  readonly trustPolicy: object;
}

/** IAM, as far as looking at roles and asking what a principal may do. */
export function createIam({ accountId, clock }: Setting): { api: Api; world: IamWorld } {
  const roles = new Map<string, Role>();
  const decisions = new Map<string, Decision>();
  const createdAt = new Date(clock.now());

  function resultOf(
    action: string,
    resource: string,
    context: readonly ContextEntry[],
  ): EvaluationResult & Required<Pick<EvaluationResult, 'EvalActionName'>> {
    const { decision, missingContext = [], isAllowedByOrganization } = decisions.get(action) ?? allowed;
    const given = context.map(({ ContextKeyName }) => ContextKeyName);
    return {
      EvalActionName: action,
      EvalResourceName: resource,
      EvalDecision: decision,
      MissingContextValues: missingContext.filter((key) => !given.includes(key)),
      ...(isAllowedByOrganization === undefined
        ? {}
        : { OrganizationsDecisionDetail: { AllowedByOrganizations: isAllowedByOrganization } }),
    };
  }

  return {
    api: {
      service: 'iam',
      operations: {
        GetRole({ RoleName = '' }: GetRoleRequest) {
          const role = roles.get(RoleName);
          if (!role) throw awsError('NoSuchEntityException', errorTexts.noSuchRole(RoleName), 404);
          return {
            Role: {
              Path: role.path,
              RoleName,
              RoleId: 'AROASIMULATEDROLE',
              Arn: role.arn,
              CreateDate: createdAt,
              AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(role.trustPolicy)),
            },
          };
        },

        SimulatePrincipalPolicy(input: SimulatePrincipalPolicyRequest) {
          const { PolicySourceArn = '', ActionNames = [], ResourceArns = ['*'], ContextEntries = [] } = input;
          const isKnown =
            PolicySourceArn === `arn:aws:iam::${accountId}:user/cicd` ||
            [...roles.values()].some(({ arn }) => arn === PolicySourceArn);
          if (!isKnown)
            throw awsError('NoSuchEntityException', errorTexts.noSuchPrincipal(PolicySourceArn), 404);
          return {
            EvaluationResults: ActionNames.flatMap((action) =>
              ResourceArns.map((resource) => resultOf(action, resource, ContextEntries)),
            ),
            IsTruncated: false,
          };
        },
      },
    },
    world: {
      createIamRole(name, { path = '/', trusts = ['ecs-tasks.amazonaws.com'], trustPolicy } = {}) {
        const roleArn = `arn:aws:iam::${accountId}:role${path}${name}`;
        roles.set(name, { arn: roleArn, path, trustPolicy: trustPolicy ?? trustPolicyOf(trusts) });
        return { roleArn };
      },
      deleteIamRole: (name) => void roles.delete(name),
      setDecision: (action, decision) => void decisions.set(action, decision),
    },
  };
}

const allowed: Decision = { decision: 'allowed' };

const trustPolicyOf = (services: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: services }, Action: 'sts:AssumeRole' }],
});
