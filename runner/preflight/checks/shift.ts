import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { isSettled, primaryOf } from '../../ecs/deployments';
import { isListener } from '../../ecs/service-address';
import { isFit } from '../../ecs/task-targets';
import type { PreflightEvidence } from '../evidence/evidence';
import { errorOf, findingsIn, seenValueOf, warningOf, type Found } from '../evidence/finding';
import { registeredIn } from '../evidence/shift';
import { groupName } from './network';

const subject = 'traffic shift';
type Moved = PreflightEvidence['looks']['shifts'][number];

/**
 * Whether ECS can move production traffic from where it goes now. What ECS looks at itself ends the deployment minutes
 * later (AWS docs, troubleshooting-blue-green); that a rule sends to the wrong one of the two groups it does not see
 * (field report: containers-roadmap 2853).
 */
export function shiftFindings({ looks: { rules, shifts, targetGroups }, service }: PreflightEvidence): Found {
  const primary = primaryOf(service);
  // In the middle of another shift both groups have their share.
  const isAtRest = primary !== undefined && service.deployments?.length === 1 && isSettled(primary, service);
  const areSeen = rules.every((look) => !look || seenValueOf<unknown>(look) !== undefined);
  return [
    rules.map(
      (look) => look && findingsIn<unknown>(subject, look, (seen) => (seen ? undefined : missingRule)),
    ),
    shifts.map((moved) => [
      areSeen ? strangerProblem(moved) : undefined,
      areSeen && isAtRest ? weightProblem(moved) : undefined,
      isAtRest && service.desiredCount !== 0 ? productionProblem(moved) : undefined,
      kindProblem(moved, seenValueOf(targetGroups?.look)),
    ]),
  ];
}

const missingRule = errorOf(
  subject,
  'a listener rule that the service names does not exist any more: ECS would roll back',
  'create it again, and set productionListenerRule or testListenerRule of the service to it',
);

/** Of the listeners of a Network Load Balancer it is not certain that ECS asks it. */
function strangerProblem({ strangers, production }: Moved): Found {
  const found = isListener(production) ? warningOf : errorOf;
  return strangers.map((group) =>
    found(
      subject,
      `no listener rule of the service forwards to ${groupName(group)}: ECS would roll back`,
      `add it to ${production}, with weight 0`,
    ),
  );
}

const ignoring = '; in Terraform, let ignore_changes have the action of the rule, because ECS changes it';

function weightProblem({ weighted, production, isOurs }: Moved): Found {
  if (isOurs) return undefined;
  return errorOf(
    subject,
    `the listener rule was changed: it sends production traffic to ${weighted.map(groupName).join(' and ') || 'no target group'}, and ECS would roll back, because it takes exactly one, and of the service's`,
    `give all weight in ${production} to the target group that has the healthy targets${ignoring}`,
  );
}

function productionProblem({ groups, targets: [here, there], production }: Moved): Found {
  const [name, other] = groups.map(groupName);
  if (!here) return undefined;
  return findingsIn(subject, here, (seen) => {
    const own = registeredIn(seen);
    if (own.some(isFit)) return undefined;
    if (own.length > 0 || registeredIn(seenValueOf(there)).length === 0)
      return warningOf(
        subject,
        `production traffic goes to ${name}, which has no healthy target`,
        'see why its targets are not healthy; this release may mend it',
      );
    const weights = groups.map((TargetGroupArn, Weight) => ({ TargetGroupArn, Weight }));
    const action = JSON.stringify([{ Type: 'forward', ForwardConfig: { TargetGroups: weights } }]);
    const [what, flag] = isListener(production) ? ['listener', 'default-actions'] : ['rule', 'actions'];
    return errorOf(
      subject,
      `the listener rule was changed by hand: production traffic goes to ${name}, which is empty, and the tasks are in ${other}; ECS does not see that, and would send production to nowhere`,
      `aws elbv2 modify-${what} --${what}-arn ${production} --${flag} '${action}'${ignoring}`,
    );
  });
}

/** Both have the same tasks, one after the other. */
function kindProblem({ groups }: Moved, seen: readonly TargetGroup[] = []): Found {
  const [one, other] = groups.map((arn) => seen.find((group) => group.TargetGroupArn === arn));
  const differing = one && other ? kind.filter((member) => one[member] !== other[member]) : [];
  return differing.map((member) =>
    warningOf(
      subject,
      `${groups.map(groupName).join(' and ')} differ in ${member}, and ECS moves traffic between them`,
      'give the service two target groups of the same kind',
    ),
  );
}

const kind = ['VpcId', 'Protocol', 'ProtocolVersion'] as const;
