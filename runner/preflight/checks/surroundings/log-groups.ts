import { isOnFargate, type PreflightEvidence } from '../../evidence/evidence';
import { errorOf, warningOf, type Found } from '../../evidence/finding';
import { findingsIn } from '../../evidence/lookup';

/** A container does not start without the log group that it writes to, and on Fargate nor does its task (inference). */
export function logGroupFindings({ looks, service }: PreflightEvidence): Found {
  return looks.logGroups.map(({ question: { name, region, container, isEssential }, look }) =>
    findingsIn(`log group ${name}`, look, (isThere) => {
      if (isThere) return undefined;
      const endsTheTask = isEssential || isOnFargate(service) === true;
      const who = endsTheTask ? 'its tasks' : 'that container, which is not essential,';
      return (endsTheTask ? errorOf : warningOf)(
        `log group ${name}`,
        `it does not exist in ${region}, and ${container} writes to it: ${who} would not start`,
        'create it, or correct awslogs-group of the task definition, or let it be made: "awslogs-create-group": "true"',
      );
    }),
  );
}
