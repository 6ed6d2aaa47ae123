import type { PreflightEvidence } from '../../evidence/evidence';
import { errorOf, type Found } from '../../evidence/finding';
import { findingsIn } from '../../evidence/lookup';
import { trustOf } from '../../evidence/trust';

const service = 'ecs-tasks';
const tasks = `${service}.amazonaws.com`;

/** Tasks do not start with a role that is missing or that ECS may not assume for them. */
export function roleFindings({ looks }: PreflightEvidence): Found {
  return looks.roles.map(({ question: { kind, name }, look }) =>
    findingsIn(kind, look, (role) => {
      if (!role) {
        const member = kind === 'task role' ? 'taskRoleArn' : 'executionRoleArn';
        const fix = `create it, or correct ${member} of the task definition`;
        return errorOf(kind, `there is no role ${name} in this account`, fix);
      }
      // (AWS docs) The policy is URL-encoded.
      const policy = decodeURIComponent(role.AssumeRolePolicyDocument ?? '');
      if (trustOf(policy, service) !== 'never') return undefined;
      return errorOf(
        kind,
        `the role ${name} does not trust ${tasks}: ECS cannot start a task with it`,
        `let its trust policy allow sts:AssumeRole to the service ${tasks}`,
      );
    }),
  );
}
