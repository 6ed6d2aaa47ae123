import type {
  RegisterTaskDefinitionCommand,
  RegisterTaskDefinitionCommandInput,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import { awsErrorKindOf, type ErrorLike } from '../aws/aws-error-kind';
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
  const made = async () => {
    const found = await latest();
    const isNew = (found.revision ?? 0) > newest;
    return isNew && differencesBetween(registrableOf(found), input).length === 0 ? found : undefined;
  };
  const command = new sdk.RegisterTaskDefinitionCommand(input);
  lookBeforeAnotherAttempt(command, made);
  return call('RegisterTaskDefinition', input.family ?? '', async () => {
    try {
      const { taskDefinition } = await writes.send(command, { abortSignal: shortlyAfterInterruption });
      if (taskDefinition?.taskDefinitionArn !== undefined) return taskDefinition;
      throw new SyntaxError('no revision in the answer');
    } catch (error) {
      const found = awsErrorKindOf(error) === 'unavailable' ? await made().catch(() => undefined) : undefined;
      if (found) return found;
      throw error;
    }
  });
}

/** Within the SDK's own attempts. */
function lookBeforeAnotherAttempt(
  { middlewareStack }: RegisterTaskDefinitionCommand,
  made: () => Promise<TaskDefinition | undefined>,
): void {
  let failure: Error | undefined;
  /** Attempts of which nobody knows what came of them. */
  let doubtful = 0;
  middlewareStack.add(
    (next) => async (args) => {
      if (failure !== undefined) {
        const found = await made().catch(() => 'unseen' as const);
        if (typeof found === 'object')
          return { response: {}, output: { taskDefinition: found, $metadata: {} } };
        if (found === 'unseen' || mayHaveMadeOne(failure)) doubtful += 1;
        // Of two that cannot be seen, one is too many already.
        if (doubtful > 1) throw failure;
      }
      return next(args).catch((error: unknown) => {
        failure = awsErrorKindOf(error) === 'unavailable' ? (error as Error) : undefined;
        throw error;
      });
    },
    { step: 'finalizeRequest', priority: 'low', name: 'lookBeforeAnotherAttempt' },
  );
}

/** Not where AWS answered with a server error, nor where no request left: these are tried on, with a look before each. */
function mayHaveMadeOne(error: unknown): boolean {
  const { $metadata, code = '' } = error as ErrorLike;
  const isAnswered = $metadata?.httpStatusCode !== undefined;
  return !isAnswered && !['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(String(code));
}
