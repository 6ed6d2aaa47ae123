import type {
  DescribeTaskDefinitionCommandOutput,
  RegisterTaskDefinitionCommand,
  RegisterTaskDefinitionCommandInput,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import { NormalizedSchema } from '@smithy/core/schema';
import { awsErrorKindOf, type ErrorLike } from '../aws/aws-error-kind';
import { keepingRawBody } from '../aws/raw-body';
import { EcsCdError } from '../errors';
import type { TaskDefinitionFile } from '../settings/project-task-definition';
import { differencesBetween } from '../task-definition/normalized-task-definition';
import { revisionIn } from '../task-definition/file-revision';
import { registrableOf, type DescribedRevision } from '../task-definition/task-definition';
import { unknownPaths } from '../task-definition/unknown-members';
import type { EcsCalls } from './ecs-calls-api';

export function taskDefinitionsApi({ sdk, writes, writeSignal, read, call }: EcsCalls) {
  /** A revision by family (its latest ACTIVE one), `family:revision` or ARN. */
  async function describeTaskDefinition(taskDefinition: string): Promise<DescribedRevision> {
    const command = new sdk.DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] });
    const rawBody = keepingRawBody(command);
    const answer = await read('DescribeTaskDefinition', taskDefinition, command);
    return describedIn(answer, rawBody(), taskDefinition, sdk.RegisterTaskDefinitionRequest$[4]);
  }

  /**
   * `newest` is the number of the family's newest revision before. Where nobody knows whether an attempt has made one,
   * it is looked for before another one is made: the newest revision of the family that equals it is it.
   */
  function registerTaskDefinition(
    input: RegisterTaskDefinitionCommandInput,
    newest: number,
  ): Promise<TaskDefinition> {
    const { family = '' } = input;
    const made = async () => {
      const { taskDefinition: latest } = await describeTaskDefinition(family);
      const isNew = (latest.revision ?? 0) > newest;
      return isNew && differencesBetween(registrableOf(latest), input).length === 0 ? latest : undefined;
    };
    const command = new sdk.RegisterTaskDefinitionCommand(input);
    lookBeforeAnotherAttempt(command, made);
    return call('RegisterTaskDefinition', family, async () => {
      try {
        const { taskDefinition } = await writes.send(command, { abortSignal: writeSignal });
        if (taskDefinition?.taskDefinitionArn !== undefined) return taskDefinition;
        throw new SyntaxError('no revision in the answer');
      } catch (error) {
        const isDoubtful = awsErrorKindOf(error) === 'unavailable';
        const found = isDoubtful ? await made().catch(() => undefined) : undefined;
        if (found) return found;
        throw error;
      }
    });
  }
  return {
    describeTaskDefinition,
    registerTaskDefinition,
    /** What a file of the project describes, as far as the SDK knows what AWS takes. */
    revisionIn: (file: TaskDefinitionFile, family: string) =>
      revisionIn(file, family, NormalizedSchema.of(sdk.RegisterTaskDefinitionRequest$)),
  };
}

function describedIn(
  { taskDefinition, tags = [] }: DescribeTaskDefinitionCommandOutput,
  body: string,
  name: string,
  registrable: Parameters<typeof unknownPaths>[2],
): DescribedRevision {
  if (taskDefinition?.taskDefinitionArn === undefined)
    throw new EcsCdError('try-again', `DescribeTaskDefinition answered no task definition ${name}`);
  const raw = (JSON.parse(body) as { taskDefinition?: unknown }).taskDefinition;
  return { taskDefinition, tags, ...unknownPaths(raw, taskDefinition, registrable) };
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
