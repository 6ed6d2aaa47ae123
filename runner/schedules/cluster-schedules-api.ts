import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import { EcsCdError } from '../errors';
import { pagesOf, type Page } from '../aws/pages';
import { sdk } from '../aws/sdk';
import { ruleOf } from './rules-api';
import { calling, callingIfThere } from './schedule-call';

type Options = Readonly<Record<'abortSignal' | 'limit', AbortSignal>>;

/** The task definitions that rules of EventBridge run in this cluster (an ARN), at certain times or for an event. */
export async function runByRules(cluster: string, client: EventBridgeClient, options: Options) {
  const found: string[] = [];
  const buses = itemsOf('events:ListEventBuses', options, async (NextToken) => {
    const answer = await client.send(new sdk.eventBridge.ListEventBusesCommand({ NextToken }), options);
    return { items: answer.EventBuses, nextToken: answer.NextToken };
  });
  let hasDefault = false;
  for await (const { Name: parent = '' } of buses) {
    hasDefault ||= parent === 'default';
    const rules = itemsOf('events:ListRuleNamesByTarget', options, async (NextToken) => {
      const command = new sdk.eventBridge.ListRuleNamesByTargetCommand({
        ...{ TargetArn: cluster, EventBusName: parent, NextToken },
      });
      const answer = await client.send(command, options);
      return { items: answer.RuleNames, nextToken: answer.NextToken };
    });
    for await (const name of rules) {
      const rule = await ruleOf({ parent, name, text: name, kinds: ['rule'] }, client, options);
      if (rule) found.push(...(rule.taskDefinitions[0] ? rule.taskDefinitions : unseen(rule.label)));
    }
  }
  // Each region has it, and nobody can delete it. (AWS docs)
  return hasDefault ? found : unseen('the event bus default');
}

/**
 * What schedules of EventBridge Scheduler run in any cluster: task definitions, and the input of RunTask, StartTask or
 * UpdateService where a universal target calls that (AWS docs).
 */
export async function runBySchedules(client: SchedulerClient, options: Options) {
  const found: string[] = [];
  const schedules = itemsOf('scheduler:ListSchedules', options, async (NextToken) => {
    const answer = await client.send(new sdk.scheduler.ListSchedulesCommand({ NextToken }), options);
    return { items: answer.Schedules, nextToken: answer.NextToken };
  });
  for await (const { GroupName, Name, Target } of schedules) {
    // Of a target that the list does not show, the schedule itself is asked.
    if (Target?.Arn && !/:cluster\/|:aws-sdk:ecs:/.test(Target.Arn)) continue;
    const command = new sdk.scheduler.GetScheduleCommand({ GroupName, Name });
    const label = `schedule ${GroupName}/${Name}`;
    const held = await callingIfThere('scheduler:GetSchedule', label, () => client.send(command, options));
    if (!held) continue;
    const { EcsParameters, Input } = held.Target ?? unseen(label);
    found.push(EcsParameters?.TaskDefinitionArn ?? Input ?? '');
  }
  return found;
}

/** It is there, and what it runs must not pass for nothing. */
function unseen(what: string): never {
  throw new EcsCdError('needs-attention', `EventBridge does not show what ${what} runs`);
}

async function* itemsOf<T>(
  permission: string,
  { limit }: Options,
  read: (token: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<T> {
  const [service = '', operation = ''] = permission.split(':');
  const list = pagesOf({ operation, limit }, (token) => calling(permission, service, () => read(token)));
  for await (const { items } of list) yield* items;
}
