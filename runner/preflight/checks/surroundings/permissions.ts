import type { PreflightEvidence } from '../../evidence/evidence';
import { unknownOf, warningOf, type PreflightFinding } from '../../evidence/finding';
import type { IamDecision } from '../../evidence/iam-api';
import { unseenFindings } from '../../evidence/lookup';

const subject = 'permissions';

/**
 * What IAM's policy simulator says to the deployment's own actions. It does not see everything that decides about a real
 * request (AWS docs), and AWS itself refuses before the service is changed, so a denial here never stops a deployment.
 */
export function permissionFindings({ looks }: PreflightEvidence): PreflightFinding[] {
  if (looks.permissions.kind !== 'seen') return unseenFindings(subject, looks.permissions);
  const decisions = looks.permissions.value;
  if (!decisions) return [unknownOf(subject, 'IAM cannot say what these credentials may do', nothingToDo)];
  const denied = decisions.filter(({ decision }) => decision !== 'allowed');
  return denied.map(findingOf);
}

const nothingToDo = 'nothing has to be done: AWS says it when it comes to it, before the service is changed';

function findingOf({
  action,
  resource,
  decision,
  missingContext,
  isForbiddenByOrganization,
}: IamDecision): PreflightFinding {
  if (missingContext.length > 0 && !isForbiddenByOrganization) {
    return unknownOf(
      subject,
      `whether ${action} is allowed depends on ${missingContext.join(', ')}, which IAM's policy simulator is not told`,
      nothingToDo,
    );
  }
  const who = isForbiddenByOrganization
    ? 'a service control policy of the organization forbids it'
    : decision === 'explicitDeny'
      ? 'a policy denies it'
      : 'no policy allows it';
  return warningOf(
    subject,
    `IAM's policy simulator says that this job may not do ${action} on ${resource}: ${who}`,
    isForbiddenByOrganization
      ? `ask those who keep the service control policies for ${action}`
      : `allow ${action} on ${resource} to the user or role of this job`,
  );
}
