import type { EvaluationResult } from '@aws-sdk/client-iam';
import { lastSegmentOf } from '../../names/arn';
import type { PreflightEvidence } from '../evidence/evidence';
import {
  findingsIn,
  nothingToDo,
  unknownOf,
  warningOf,
  type Found,
  type PreflightFinding,
} from '../evidence/finding';

const subject = 'permissions';

/**
 * What IAM's policy simulator says to the deployment's own actions. It does not see everything that decides about a real
 * request (AWS docs), and AWS itself refuses before the service is changed, so a denial here never stops a deployment.
 */
export function permissionFindings({ looks }: PreflightEvidence): Found {
  return findingsIn(subject, looks.permissions, (decisions) => {
    if (!decisions) return unknownOf(subject, 'IAM cannot say what these credentials may do', toldInTime);
    return denialsIn(decisions, 'this job');
  });
}

/** Whether the roles of lifecycle hooks may call their functions; a policy of the function itself is not asked for. */
export function hookFindings({ looks }: PreflightEvidence): Found {
  return looks.hooks.map(({ question: { roleArn }, look }) =>
    findingsIn('lifecycle hook', look, (decisions = []) =>
      denialsIn(decisions, `the role ${lastSegmentOf(roleArn)}, which ECS calls a lifecycle hook with,`),
    ),
  );
}

const denialsIn = (decisions: readonly EvaluationResult[], who: string) =>
  decisions
    .filter(({ EvalDecision }) => EvalDecision !== 'allowed')
    .map((decision) => findingOf(decision, who));

const toldInTime = 'nothing: AWS will say so before the service is changed';

function findingOf(
  {
    EvalActionName: action = '',
    EvalResourceName: resource = '*',
    EvalDecision,
    MissingContextValues: missingContext = [],
    OrganizationsDecisionDetail,
  }: EvaluationResult,
  who: string,
): PreflightFinding {
  const isForbiddenByOrganization = OrganizationsDecisionDetail?.AllowedByOrganizations === false;
  if (missingContext.length > 0 && !isForbiddenByOrganization) {
    return unknownOf(
      subject,
      `whether ${action} is allowed depends on ${missingContext.join(', ')}, which IAM's policy simulator is not told`,
      toldInTime,
    );
  }
  const whose = who === 'this job' ? 'the user or role of this job' : 'that role';
  const ofPolicies = EvalDecision === 'explicitDeny' ? 'a policy denies it' : 'no policy allows it';
  const [why, fix] = isForbiddenByOrganization
    ? ['a service control policy of the organization forbids it', `ask its administrators to allow ${action}`]
    : [ofPolicies, `allow ${action} on ${resource} to ${whose}`];
  return warningOf(
    subject,
    `IAM's policy simulator says that ${who} is not allowed ${action} on ${resource}: ${why}`,
    fix,
  );
}

/** What was not looked at for another reason than a missing permission. */
export function notChecked({ looks: { elsewhere, leftOut } }: PreflightEvidence): Found {
  const shown = [...leftOut.slice(0, mostNames), ...(leftOut.length > mostNames ? ['...'] : [])].join(', ');
  return [
    ...elsewhere.map((what) =>
      unknownOf(
        what,
        'not checked: it is in another account or region, kept by AWS, or named in a form that is not known',
        nothingToDo,
      ),
    ),
    leftOut.length > 0
      ? unknownOf('limit of calls', `not checked: ${leftOut.length} more (${shown})`, nothingToDo)
      : undefined,
  ];
}

const mostNames = 3;
