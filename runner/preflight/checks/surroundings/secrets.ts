import { redactorOf } from '../../../log/redact';
import { isReference } from '../../../task-definition/visible-value';
import type { PreflightEvidence } from '../../evidence/evidence';
import { errorOf, unknownOf, type PreflightFinding } from '../../evidence/finding';
import { unseenFindings } from '../../evidence/lookup';

/** Tasks do not start without the secrets that they are given. */
export function secretFindings({ looks }: PreflightEvidence): PreflightFinding[] {
  return looks.secrets.flatMap(({ question: { shown, container }, look }) => {
    const subject = `secret ${shown}`;
    if (look.kind !== 'seen') return unseenFindings(subject, look);
    if (look.value === 'there') return [];
    const is =
      look.value === 'missing' ? 'it does not exist' : 'it is about to be deleted and cannot be read';
    return [
      errorOf(
        subject,
        `${is}, and ${container} is given it: its tasks would not start`,
        look.value === 'missing'
          ? 'create it, or correct valueFrom of the task definition'
          : 'restore it (aws secretsmanager restore-secret), or take it out of the task definition',
      ),
    ];
  });
}

export function parameters({ looks }: PreflightEvidence): PreflightFinding[] {
  if (!looks.parameters) return [];
  const { asked, look } = looks.parameters;
  if (look.kind === 'unseen') {
    // AWS repeats what it was asked where it does not like it.
    const redact = redactorOf(
      asked.map(({ name }) => (isReference(name) ? undefined : name)),
      1,
    );
    return unseenFindings('parameters', { ...look, why: redact(look.why) });
  }
  if (look.kind !== 'seen') return unseenFindings('parameters', look);
  const { found, isComplete } = look.value;
  const missing = asked.filter(
    ({ name, alternative }) =>
      !found.includes(name) && !(alternative !== undefined && found.includes(alternative)),
  );
  return missing.map(({ shown, container }) =>
    isComplete
      ? errorOf(
          `parameter ${shown}`,
          `it does not exist, and ${container} is given it: its tasks would not start`,
          'create it, or correct valueFrom of the task definition',
        )
      : unknownOf(
          `parameter ${shown}`,
          'not found, but the list of parameters was not read to its end',
          'nothing has to be done: the deployment itself does not need this look',
        ),
  );
}
