import { redactorOf } from '../../log/redact';
import { isReference } from '../../settings/checks/secret-checks';
import { isOnFargate, type PreflightEvidence } from '../evidence/evidence';
import { errorOf, findingsIn, nothingToDo, unknownOf, warningOf, type Found } from '../evidence/finding';
import { parameterNamesOf } from '../evidence/questions';
import { trustOf } from '../evidence/trust';

/** ECS can do nothing with a role that is missing or that it may not assume. */
export function roleFindings({ looks }: PreflightEvidence): Found {
  return looks.roles.map(({ question: { kind, name, member, use, trusted }, look }) =>
    findingsIn(kind, look, (role) => {
      if (!role) {
        const fix = `create it, or correct ${member}`;
        return errorOf(kind, `there is no role ${name} in this account`, fix);
      }
      if (trustOf(role.AssumeRolePolicyDocument ?? '', trusted) !== 'never') return undefined;
      const service = `${trusted}.amazonaws.com`;
      return errorOf(
        kind,
        `the role ${name} does not trust ${service}: ECS cannot ${use} with it`,
        `let its trust policy allow sts:AssumeRole to the service ${service}`,
      );
    }),
  );
}

/** A container does not start without the log group that it writes to, and on Fargate nor does its task (inference). */
export function logGroupFindings({ looks, service }: PreflightEvidence): Found {
  return looks.logGroups.map(({ question: { name, region, container, isEssential }, look }) => {
    const subject = `log group ${name}`;
    const check = (isThere: boolean) => {
      if (isThere) return undefined;
      const endsTheTask = isEssential || isOnFargate(service) === true;
      const who = endsTheTask ? 'its tasks' : 'that container, which is not essential,';
      return (endsTheTask ? errorOf : warningOf)(
        subject,
        `it does not exist in ${region}, and ${container} writes to it: ${who} would not start`,
        'create it, or correct awslogs-group of the task definition, or let it be made: "awslogs-create-group": "true"',
      );
    };
    return findingsIn(
      subject,
      look,
      check,
      `nothing, if awslogs-region of ${container} is meant to be ${region}`,
    );
  });
}

const missing = 'it does not exist';
const createIt = 'create it, or correct ECS_CD_SECRET_* of this job or valueFrom of the task definition';
const notStarting = (container: string) => `and ${container} is given it: its tasks would not start`;

/** Tasks do not start without the secrets that they are given. */
export function secretFindings({ looks }: PreflightEvidence): Found {
  return looks.secrets.map(({ question: { shown, container }, look }) => {
    const subject = `secret ${shown}`;
    return findingsIn(subject, look, (secret) => {
      if (!secret) return errorOf(subject, `${missing}, ${notStarting(container)}`, createIt);
      if (secret.DeletedDate === undefined) return undefined;
      return errorOf(
        subject,
        `it is about to be deleted and cannot be read, ${notStarting(container)}`,
        'restore it (aws secretsmanager restore-secret), or take it out of the task definition',
      );
    });
  });
}

export function parameters({ looks }: PreflightEvidence): Found {
  if (!looks.parameters) return undefined;
  const { question: asked, look } = looks.parameters;
  // AWS repeats what it was asked where it does not like it.
  const pasted = asked.map(({ id }) => (isReference(id) ? undefined : id));
  const shown = look.kind === 'unseen' ? { ...look, why: redactorOf(pasted, 1)(look.why) } : look;
  return findingsIn('parameters', shown, ({ found, isComplete }) =>
    asked
      .filter((parameter) => !parameterNamesOf(parameter).some((name) => found.includes(name)))
      .map(({ shown, container }) => {
        const subject = `parameter ${shown}`;
        return isComplete
          ? errorOf(subject, `${missing}, ${notStarting(container)}`, createIt)
          : unknownOf(subject, 'not found, but the list of parameters was not read to its end', nothingToDo);
      }),
  );
}
