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
import { calling, callingIfThere } from './schedule-call';

/** A date that GetSchedule has answered, sent back as it was (field report). A time that is over holds nothing back any more. */
const tooEarly = /StartDate you specify cannot be earlier than 5 minutes ago/;

/** A schedule of EventBridge Scheduler; undefined where it does not exist. */
export async function scheduleOf(
  name: ScheduleName,
  client: SchedulerClient,
  options: { readonly abortSignal: AbortSignal },
): Promise<Schedule | undefined> {
  const label = `schedule ${name.parent}/${name.name}`;
  const command = new sdk.scheduler.GetScheduleCommand({ Name: name.name, GroupName: name.parent });
  const rawBody = keepingRawBody(command);
  const held = await callingIfThere('scheduler:GetSchedule', label, () => client.send(command, options));
  if (!held) return undefined;
  const arn = held.Target?.EcsParameters?.TaskDefinitionArn;
  return {
    ...{ label, name, taskDefinitions: arn === undefined ? [] : [arn] },
    lost: droppedPaths(JSON.parse(rawBody()), held),
    async put(next) {
      const { StartDate, ...update } = updateOf(held, next);
      // What has been begun is ended: an interruption gets no half of it.
      const send = (more: { readonly StartDate?: Date | undefined }) =>
        client.send(new sdk.scheduler.UpdateScheduleCommand({ ...update, ...more }));
      return calling('scheduler:UpdateSchedule', label, async () => {
        try {
          await send({ StartDate });
          return '';
        } catch (error) {
          if (!StartDate || !(error instanceof Error) || !tooEarly.test(error.message)) throw error;
          await send({});
          return `; without its StartDate ${StartDate.toISOString()}, which is over: AWS takes that no more`;
        }
      });
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
