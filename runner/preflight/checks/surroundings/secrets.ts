import { redactorOf } from '../../../log/redact';
import { isReference } from '../../../task-definition/visible-value';
import type { PreflightEvidence } from '../../evidence/evidence';
import { errorOf, nothingToDo, unknownOf, type Found } from '../../evidence/finding';
import { findingsIn } from '../../evidence/lookup';
import { parameterNamesOf } from '../../evidence/questions';

const missing = 'it does not exist';
const createIt = 'create it, or correct valueFrom of the task definition';
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
