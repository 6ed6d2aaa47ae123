import { isOnFargate, type PreflightEvidence } from '../../evidence/evidence';
import { errorOf, type PreflightFinding, warningOf } from '../../evidence/finding';
import { unseenFindings } from '../../evidence/lookup';

/** A container does not start without the log group that it writes to, and on Fargate nor does its task (inference). */
export function logGroupFindings({ looks, service }: PreflightEvidence): PreflightFinding[] {
  return looks.logGroups.flatMap(({ question: { name, region, container, isEssential }, look }) => {
    if (look.kind !== 'seen') return unseenFindings(`log group ${name}`, look);
    if (look.value) return [];
    const endsTheTask = isEssential || isOnFargate(service) === true;
    const who = endsTheTask ? 'its tasks' : 'that container, which is not essential,';
    return [
      (endsTheTask ? errorOf : warningOf)(
        `log group ${name}`,
        `it does not exist in ${region}, and ${container} writes to it: ${who} would not start`,
        'create it, or correct awslogs-group of the task definition, or let it be made: "awslogs-create-group": "true"',
      ),
    ];
  });
}
