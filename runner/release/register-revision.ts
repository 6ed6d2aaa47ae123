import type { RegisterTaskDefinitionCommandInput, TaskDefinition } from '@aws-sdk/client-ecs';
import { awsErrorKindOf } from '../aws/aws-error-kind';
import type { Ecs } from '../ecs/ecs-api';
import { type EcsCdError, orElse } from '../errors';
import type { JobLog } from '../log/job-log';
import { withOrigin } from '../task-definition/origin-tags';

/** Registers a revision; without the tags that ecs-cd puts on it where AWS takes it only so: they stop no deployment. */
export function registerRevision(
  input: RegisterTaskDefinitionCommandInput,
  newest: number,
  { ecs, log }: { readonly ecs: Ecs; readonly log: JobLog },
): Promise<TaskDefinition> {
  const bare = withOrigin(input, {});
  return orElse(ecs.registerTaskDefinition(input, newest), async (error) => {
    if (bare.tags?.length === input.tags?.length || !mayBeForTags(error)) throw error;
    const registered = await ecs.registerTaskDefinition(bare, newest);
    log.line(`            registered without the tags ecs-cd:*: ${error.fix ?? error.message}`);
    return registered;
  });
}

/** A policy may also allow the registration itself with certain tags alone (AWS docs, `aws:TagKeys`). */
function mayBeForTags(error: EcsCdError): boolean {
  const said = error.cause instanceof Error ? error.cause.message : '';
  return awsErrorKindOf(error) === 'denied' ? !said.includes('iam:PassRole') : /\btags?\b/i.test(said);
}
