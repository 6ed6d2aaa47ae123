import type { RegisterTaskDefinitionCommandInput, TaskDefinition } from '@aws-sdk/client-ecs';
import { awsErrorKindOf } from '../aws/aws-error-kind';
import { differencesBetween } from '../task-definition/differences';
import { registrableOf } from '../task-definition/task-definition';
import type { EcsCalls } from './ecs-calls-api';

interface Looks {
  /** Number of the newest revision that was there before. */
  readonly newest: number;
  /** The latest ACTIVE revision of the family. */
  readonly latest: () => Promise<TaskDefinition>;
}

/**
 * Registers a revision. Where nobody knows whether an attempt has made it, it is looked for before another one is made:
 * the newest revision of the family that equals it is it.
 */
export function registerTaskDefinition(
  { sdk, writes, shortlyAfterInterruption, call }: EcsCalls,
  input: RegisterTaskDefinitionCommandInput,
  { newest, latest }: Looks,
): Promise<TaskDefinition> {
  const unanswered: unknown[] = [];
  const made = async () => {
    const found = await latest().catch((): TaskDefinition => ({}));
    const isOurs =
      (found.revision ?? 0) > newest && differencesBetween(registrableOf(found), input).length === 0;
    return isOurs ? found : undefined;
  };
  const command = new sdk.RegisterTaskDefinitionCommand(input);
  command.middlewareStack.add(
    (next) => async (args) => {
      const found = unanswered.length > 0 ? await made() : undefined;
      if (found) return { response: {}, output: { taskDefinition: found, $metadata: {} } };
      // Of two that cannot be seen, one is too many already.
      if (unanswered.length > 1) throw unanswered[0];
      return next(args).catch((error: unknown) => {
        if (awsErrorKindOf(error) === 'unavailable') unanswered.push(error);
        throw error;
      });
    },
    // Within the SDK's own attempts.
    { step: 'finalizeRequest', priority: 'low', name: 'lookBeforeAnotherAttempt' },
  );
  return call('RegisterTaskDefinition', input.family ?? '', async () => {
    try {
      const { taskDefinition } = await writes.send(command, { abortSignal: shortlyAfterInterruption });
      if (taskDefinition?.taskDefinitionArn !== undefined) return taskDefinition;
      throw new SyntaxError('no revision in the answer');
    } catch (error) {
      const found = awsErrorKindOf(error) === 'unavailable' ? await made() : undefined;
      if (found) return found;
      throw error;
    }
  });
}
