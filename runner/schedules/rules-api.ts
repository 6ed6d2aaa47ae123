import type { EventBridgeClient, PutTargetsCommandOutput } from '@aws-sdk/client-eventbridge';
import { pagesOf } from '../aws/pages';
import { keepingRawBody } from '../aws/raw-body';
import { sdk } from '../aws/sdk';
import { EcsCdError } from '../errors';
import type { ScheduleName } from '../settings/checks/ecs-names';
import { droppedPaths } from '../task-definition/unknown-members';
import { withTaskDefinition, type Schedule } from './schedule';
import { calling, callingIfThere } from './schedule-call';

/** `limit` is that of the whole list. */
type Options = Readonly<Record<'abortSignal' | 'limit', AbortSignal>>;

/** A rule of EventBridge with those of its targets that are tasks; undefined where it does not exist. */
export async function ruleOf(
  name: ScheduleName,
  client: EventBridgeClient,
  options: Options,
): Promise<Schedule | undefined> {
  const label = `rule ${name.parent}/${name.name}`;
  const rule = { Rule: name.name, EventBusName: name.parent };
  const listed = await callingIfThere('events:ListTargetsByRule', label, () =>
    targetsOf(rule, client, options),
  );
  if (!listed) return undefined;
  const targets = listed.targets.flatMap((target) => {
    const arn = target.EcsParameters?.TaskDefinitionArn;
    return arn === undefined ? [] : [{ target, arn }];
  });
  return {
    ...{ label, name, lost: listed.lost, taskDefinitions: targets.map(({ arn }) => arn) },
    async put(next) {
      const changed = targets.filter(({ arn }) => next(arn) !== undefined);
      const Targets = changed.map(({ target }) => ({ ...target, ...withTaskDefinition(target, next) }));
      const command = new sdk.eventBridge.PutTargetsCommand({ ...rule, Targets });
      refuseFailed(await calling('events:PutTargets', label, () => client.send(command)), label);
      return '';
    },
  };
}

async function targetsOf(
  rule: { readonly Rule: string; readonly EventBusName: string },
  client: EventBridgeClient,
  { abortSignal, limit }: Options,
) {
  const lost: string[] = [];
  const pages = pagesOf({ operation: 'ListTargetsByRule', limit }, async (NextToken) => {
    const command = new sdk.eventBridge.ListTargetsByRuleCommand({ ...rule, NextToken });
    const rawBody = keepingRawBody(command);
    const answer = await client.send(command, { abortSignal });
    lost.push(...droppedPaths(JSON.parse(rawBody()), answer));
    return { items: answer.Targets, nextToken: answer.NextToken };
  });
  const targets = [];
  for await (const { items } of pages) targets.push(...items);
  return { targets, lost };
}

/** HTTP 200 says nothing of the targets (AWS docs). */
function refuseFailed(
  { FailedEntryCount, FailedEntries = [] }: PutTargetsCommandOutput,
  label: string,
): void {
  if (FailedEntryCount === 0) return;
  const failed = FailedEntries.map(({ TargetId, ErrorCode, ErrorMessage }) =>
    [TargetId, ErrorCode, ErrorMessage].filter(Boolean).join(': '),
  );
  throw new EcsCdError(
    'rejected',
    `EventBridge did not put the targets of ${label}: ${failed.join('; ') || 'it does not say why'}`,
    { fix: `correct that, or run the job again: it puts what ${label} does not run yet` },
  );
}
