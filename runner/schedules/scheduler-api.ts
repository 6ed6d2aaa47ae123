import type {
  GetScheduleCommandOutput,
  SchedulerClient,
  UpdateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';
import { keepingRawBody } from '../aws/raw-body';
import { sdk } from '../aws/sdk';
import type { ScheduleName } from '../settings/checks/ecs-names';
import { droppedPaths } from '../task-definition/unknown-members';
import { withTaskDefinition, type Next, type Schedule } from './schedule';
import { calling, unlessMissing } from './schedule-call';

/** A schedule of EventBridge Scheduler; undefined where it does not exist. */
export async function scheduleOf(
  name: ScheduleName,
  client: SchedulerClient,
  options: { readonly abortSignal: AbortSignal },
): Promise<Schedule | undefined> {
  const label = `schedule ${name.parent}/${name.name}`;
  const command = new sdk.scheduler.GetScheduleCommand({ Name: name.name, GroupName: name.parent });
  const rawBody = keepingRawBody(command);
  const send = () => unlessMissing(client.send(command, options));
  const held = await calling('scheduler:GetSchedule', label, send);
  if (!held) return undefined;
  const arn = held.Target?.EcsParameters?.TaskDefinitionArn;
  return {
    ...{ label, name, taskDefinitions: arn === undefined ? [] : [arn] },
    lost: droppedPaths(JSON.parse(rawBody()), held),
    async put(next) {
      const update = new sdk.scheduler.UpdateScheduleCommand(updateOf(held, next));
      // What has been begun is ended: an interruption gets no half of it.
      await calling('scheduler:UpdateSchedule', label, () => client.send(update));
    },
  };
}

/** UpdateSchedule takes what is left out for its default (AWS docs): everything goes back but what GetSchedule adds. */
function updateOf(held: GetScheduleCommandOutput, next: Next): UpdateScheduleCommandInput {
  const added = ['Arn', 'CreationDate', 'LastModificationDate', '$metadata'];
  const rest = Object.fromEntries(Object.entries(held).filter(([member]) => !added.includes(member)));
  const Target = held.Target && { ...held.Target, ...withTaskDefinition(held.Target, next) };
  return { ...(rest as unknown as UpdateScheduleCommandInput), Target };
}
