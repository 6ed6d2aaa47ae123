import type { PreflightEvidence } from '../../evidence/evidence';
import { errorOf, type PreflightFinding } from '../../evidence/finding';
import { unseenFindings } from '../../evidence/lookup';
import { trustOf } from '../../evidence/trust';

const service = 'ecs-tasks';
const tasks = `${service}.amazonaws.com`;

/** Tasks do not start with a role that is missing or that ECS may not assume for them. */
export function roleFindings({ looks }: PreflightEvidence): PreflightFinding[] {
  return looks.roles.flatMap(({ question: { kind, name }, look }) => {
    const subject = kind;
    if (look.kind !== 'seen') return unseenFindings(subject, look);
    if (!look.value) {
      return [
        errorOf(
          subject,
          `there is no role ${name} in this account`,
          `create it, or correct ${kind === 'task role' ? 'taskRoleArn' : 'executionRoleArn'} of the task definition`,
        ),
      ];
    }
    if (trustOf(look.value.trustPolicy, service) !== 'never') return [];
    return [
      errorOf(
        subject,
        `the role ${name} does not trust ${tasks}: ECS cannot start a task with it`,
        `let its trust policy allow sts:AssumeRole to the service ${tasks}`,
      ),
    ];
  });
}
