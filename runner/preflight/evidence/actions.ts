import type { Service } from '@aws-sdk/client-ecs';
import { arnPartsOf } from '../../names/arn';
import type { AskedAction } from './surroundings-api';
import type { RoleQuestion } from './questions';

/**
 * What a deployment is going to do, as IAM has to be asked about it: one question for each action, because actions on
 * different kinds of resources cannot be asked for together (inference). `roles` is what a revision that is registered hands
 * to its tasks; undefined where none is registered.
 */
export function actionsOf(
  { serviceArn = '' }: Service,
  family: string,
  roles: readonly RoleQuestion[] | undefined,
): readonly AskedAction[] {
  const { partition = 'aws', region = '', accountId = '' } = arnPartsOf(serviceArn) ?? {};
  const revisions = `arn:${partition}:ecs:${region}:${accountId}:task-definition/${family}:*`;
  const context = { 'ecs:task-definition': revisions };
  const update: AskedAction = { action: 'ecs:UpdateService', resources: [serviceArn], context };
  if (roles === undefined) return [update];
  const arns = roles.map(({ arn, name }) =>
    arn.startsWith('arn:') ? arn : `arn:${partition}:iam::${accountId}:role/${name}`,
  );
  const register = { action: 'ecs:RegisterTaskDefinition', resources: [revisions] };
  if (arns.length === 0) return [update, register];
  const toTasks = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };
  return [update, register, { action: 'iam:PassRole', resources: [...new Set(arns)], context: toTasks }];
}

/**
 * The IAM user or role behind a caller, whose policies can be asked for. A session's ARN has the name of its role and
 * not its path, so a role that the job itself named is taken by that; `roleName` says that it has to be looked up. Undefined
 * for the root user and for federated users, who are neither.
 */
export function principalOf(
  callerArn: string,
  roleArn: string | undefined,
): { readonly arn: string; readonly roleName?: string } | undefined {
  const caller = arnPartsOf(callerArn);
  if (!caller) return undefined;
  const { partition, service, accountId, resource } = caller;
  if (service === 'iam' && resource.startsWith('user/')) return { arn: callerArn };
  const [, name] = /^assumed-role\/([^/]+)\//.exec(resource) ?? [];
  if (service !== 'sts' || name === undefined) return undefined;
  if (roleArn?.endsWith(`/${name}`) && arnPartsOf(roleArn)?.accountId === accountId) return { arn: roleArn };
  return { arn: `arn:${partition}:iam::${accountId}:role/${name}`, roleName: name };
}
