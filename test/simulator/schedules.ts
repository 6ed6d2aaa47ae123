import type { PutTargetsRequest, ListTargetsByRuleRequest, Target } from '@aws-sdk/client-eventbridge';
import type { GetScheduleInput, GetScheduleOutput, UpdateScheduleInput } from '@aws-sdk/client-scheduler';
import { awsError, type Api, type Setting } from './api';
import { pageOf } from './ecs/page';
import { errorTexts } from './texts';

export interface SchedulesWorld {
  /** A schedule of the group `default` unless said, which runs this task definition (an ARN). */
  createSchedule(name: string, taskDefinition: string, more?: Partial<GetScheduleOutput>): void;
  /** A rule of the default bus with these targets. */
  createRule(name: string, targets: readonly Target[]): void;
  scheduleNamed(name: string): GetScheduleOutput;
  targetsOf(rule: string): readonly Target[];
}

export const scheduleRole = 'arn:aws:iam::123456789012:role/events';

/** EventBridge Scheduler and the targets of EventBridge's rules, as far as who changes a target sees them. */
export function createSchedules(setting: Setting): { apis: Api[]; world: SchedulesWorld } {
  const { accountId, region, clock } = setting;
  const schedules = new Map<string, GetScheduleOutput>();
  const rules = new Map<string, Target[]>();
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  const missing = (what: string) => awsError('ResourceNotFoundException', errorTexts.noSchedule(what), 404);
  const scheduleIn = ({ GroupName = 'default', Name = '' }: { GroupName?: string; Name?: string }) => {
    const found = schedules.get(`${GroupName}/${Name}`);
    if (!found) throw missing(`Schedule ${Name}`);
    return found;
  };
  const targetsIn = (rule = '') => {
    const found = rules.get(rule);
    if (!found) throw missing(`Rule ${rule} on EventBus default`);
    return found;
  };
  const keep = (input: UpdateScheduleInput | GetScheduleOutput) => {
    const { Name = '', GroupName = 'default' } = input;
    const now = new Date(clock.now());
    const { CreationDate = now } = schedules.get(`${GroupName}/${Name}`) ?? {};
    // What is left out is reset (AWS docs).
    const usual = {
      State: 'ENABLED' as const,
      ScheduleExpressionTimezone: 'UTC',
      ActionAfterCompletion: 'NONE' as const,
    };
    const { ClientToken, ...rest } = input as UpdateScheduleInput;
    schedules.set(`${GroupName}/${Name}`, {
      ...usual,
      ...rest,
      ...{ GroupName, CreationDate, LastModificationDate: now },
      Arn: arn('scheduler', `schedule/${GroupName}/${Name}`),
    });
  };
  /** At CreateSchedule and UpdateSchedule alike, of what recurs (field report). */
  const refuseEarlyStart = ({ StartDate, ScheduleExpression = '' }: UpdateScheduleInput) => {
    const isEarly = StartDate && new Date(StartDate).getTime() < clock.now() - 300_000;
    if (isEarly && !ScheduleExpression.startsWith('at('))
      throw awsError('ValidationException', errorTexts.earlyStartDate);
  };
  const scheduler: Api = {
    service: 'scheduler',
    operations: {
      GetSchedule: (input: GetScheduleInput) => scheduleIn(input as { Name: string }),
      UpdateSchedule(input: UpdateScheduleInput) {
        scheduleIn(input as { Name: string });
        refuseEarlyStart(input);
        keep(input);
        return { ScheduleArn: scheduleIn(input as { Name: string }).Arn };
      },
    },
  };
  const events: Api = {
    service: 'events',
    operations: {
      ListTargetsByRule({ Rule, NextToken, Limit = 100 }: ListTargetsByRuleRequest) {
        const { page, nextToken } = pageOf(targetsIn(Rule), NextToken, Limit);
        return { Targets: page, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
      },
      PutTargets({ Rule, Targets = [] }: PutTargetsRequest) {
        const held = targetsIn(Rule);
        rules.set(Rule ?? '', [
          ...held.filter(({ Id }) => !Targets.some((one) => one.Id === Id)),
          ...Targets,
        ]);
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    },
  };
  return {
    apis: [scheduler, events],
    world: {
      createSchedule(name, taskDefinition, more = {}) {
        keep({
          ...{ Name: name, ScheduleExpression: 'cron(0 3 * * ? *)', FlexibleTimeWindow: { Mode: 'OFF' } },
          Target: {
            Arn: arn('ecs', 'cluster/shop'),
            RoleArn: scheduleRole,
            Input: '{"containerOverrides":[]}',
            RetryPolicy: { MaximumRetryAttempts: 3 },
            EcsParameters: { TaskDefinitionArn: taskDefinition, LaunchType: 'FARGATE', TaskCount: 1 },
          },
          ...more,
        });
      },
      createRule: (name, targets) => void rules.set(name, [...targets]),
      scheduleNamed: (name) => scheduleIn({ Name: name }),
      targetsOf: targetsIn,
    },
  };
}
