import type {
  ListRuleNamesByTargetRequest,
  ListTargetsByRuleRequest,
  PutTargetsRequest,
  Target,
} from '@aws-sdk/client-eventbridge';
import type {
  GetScheduleInput,
  GetScheduleOutput,
  ListSchedulesInput,
  UpdateScheduleInput,
} from '@aws-sdk/client-scheduler';
import path from 'node:path';
import { awsError, type Api, type Setting } from './api';
import { pageOf } from './ecs/page';
import { errorTexts } from './texts';

export interface SchedulesWorld {
  /** A schedule of the group `default` unless said, which runs this task definition (an ARN). */
  createSchedule(name: string, taskDefinition: string, more?: Partial<GetScheduleOutput>): void;
  /** A rule with these targets, of the default bus unless said. */
  createRule(name: string, targets: readonly Target[], bus?: string): void;
  scheduleNamed(name: string): GetScheduleOutput;
  targetsOf(rule: string): readonly Target[];
}

export const scheduleRole = 'arn:aws:iam::123456789012:role/events';

/** EventBridge Scheduler and the targets of EventBridge's rules, as far as who changes a target sees them. */
export function createSchedules(setting: Setting): { apis: Api[]; world: SchedulesWorld } {
  const { accountId, region, clock } = setting;
  const schedules = new Map<string, GetScheduleOutput>();
  /** By `bus/rule`. */
  const rules = new Map<string, Target[]>();
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  const missing = (what: string) => awsError('ResourceNotFoundException', errorTexts.noSchedule(what), 404);
  const scheduleIn = ({ GroupName = 'default', Name = '' }: { GroupName?: string; Name?: string }) => {
    const found = schedules.get(`${GroupName}/${Name}`);
    if (!found) throw missing(`Schedule ${Name}`);
    return found;
  };
  const targetsIn = (rule = '', bus = 'default') => {
    const found = rules.get(`${bus}/${rule}`);
    if (!found) throw missing(`Rule ${rule} on EventBus ${bus}`);
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
      ListSchedules({ NextToken, MaxResults = 100 }: ListSchedulesInput) {
        const summaries = [...schedules.values()].map(({ Arn, Name, GroupName, State, Target: of }) => ({
          ...{ Arn, Name, GroupName, State },
          Target: { Arn: of?.Arn },
        }));
        const { page, nextToken } = pageOf(summaries, NextToken, MaxResults);
        return { Schedules: page, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
      },
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
      ListEventBuses: () => ({
        EventBuses: [...new Set(['default', ...[...rules.keys()].map((rule) => path.dirname(rule))])].map(
          (Name) => ({ Name, Arn: arn('events', `event-bus/${Name}`) }),
        ),
      }),
      ListRuleNamesByTarget({
        EventBusName = 'default',
        TargetArn,
        NextToken,
        Limit = 100,
      }: ListRuleNamesByTargetRequest) {
        const names = [...rules]
          .filter(
            ([rule, targets]) =>
              path.dirname(rule) === EventBusName && targets.some(({ Arn }) => Arn === TargetArn),
          )
          .map(([rule]) => path.basename(rule));
        const { page, nextToken } = pageOf(names, NextToken, Limit);
        return { RuleNames: page, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
      },
      ListTargetsByRule({ Rule, EventBusName, NextToken, Limit = 100 }: ListTargetsByRuleRequest) {
        const { page, nextToken } = pageOf(targetsIn(Rule, EventBusName), NextToken, Limit);
        return { Targets: page, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
      },
      PutTargets({ Rule, EventBusName = 'default', Targets = [] }: PutTargetsRequest) {
        const held = targetsIn(Rule, EventBusName);
        rules.set(`${EventBusName}/${Rule ?? ''}`, [
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
      createRule: (name, targets, bus = 'default') => void rules.set(`${bus}/${name}`, [...targets]),
      scheduleNamed: (name) => scheduleIn({ Name: name }),
      targetsOf: (rule) => targetsIn(rule),
    },
  };
}
