import { awsErrorKindOf } from '../aws/aws-error-kind';
import { type EcsCdError, lineOf, orElse } from '../errors';
import type { Timeline } from '../log/timeline';
import type { TaskDefinition } from '@aws-sdk/client-ecs';
import type { Ecs } from '../ecs/ecs-api';

/**
 * Does something that is good to have; undefined where it cannot be had. What is not permitted is told once, as `missing`,
 * and not tried again; what gets no answer now may get one later.
 */
export function bestEffort(missing: string, timeline: Timeline) {
  let refused: EcsCdError | undefined;
  const attempt = async <T>(work: () => Promise<T>) => {
    if (refused) return undefined;
    return orElse(work(), (error) => {
      // Credentials that have expired are renewed where that can be, and new ones may not be known everywhere yet.
      const mayCome = error.verdict !== 'rejected' || /-credentials$/.test(awsErrorKindOf(error));
      if (mayCome) return undefined;
      refused = error;
      timeline.tell(`${missing}: ${lineOf(error)}`);
      return undefined;
    });
  };
  return Object.assign(attempt, { refusal: () => refused });
}

/** A revision by its ARN; undefined where it cannot be read. */
export type ReadTaskDefinition = ReturnType<typeof taskDefinitionReader>;

/** Reads each revision once: it says which containers are essential, and where they write their logs. */
export function taskDefinitionReader(ecs: Ecs, timeline: Timeline) {
  const known = new Map<string, TaskDefinition>();
  const ifPermitted = bestEffort(
    'no log lines, and the failed container is told by exit codes alone',
    timeline,
  );
  return async (arn: string) => {
    const read =
      known.get(arn) ??
      (await ifPermitted(async () => (await ecs.describeTaskDefinition(arn)).taskDefinition));
    if (read) known.set(arn, read);
    return read;
  };
}
