import type { TaskDefinition } from '@aws-sdk/client-ecs';
import type { Ecs } from '../ecs/ecs-api';
import type { Timeline } from '../log/timeline';
import { bestEffort } from './best-effort';

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
