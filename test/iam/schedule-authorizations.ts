import type { Request } from './policy-evaluator';

type Input = Readonly<Record<string, unknown>>;

const arn = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:123456789012:${resource}`;
const onSchedule = (action: string, { GroupName, Name }: Input): Request => ({
  action,
  resource: arn('scheduler', `schedule/${String(GroupName)}/${String(Name)}`),
});
const onRule = (action: string, { Rule, EventBusName = 'default' }: Input): Request => ({
  action,
  resource: arn(
    'events',
    `rule/${EventBusName === 'default' ? '' : `${String(EventBusName)}/`}${String(Rule)}`,
  ),
});
const onAll = (action: string) => [{ action, resource: '*' }];
/** AWS asks for the role of a target with every write (AWS docs). */
const passed = (service: string, target: unknown): Request => ({
  action: 'iam:PassRole',
  resource: (target as { readonly RoleArn: string }).RoleArn,
  context: { 'iam:PassedToService': `${service}.amazonaws.com` },
});

/** What IAM is asked for what EventBridge and its Scheduler do. */
export const scheduleAuthorizations = {
  'scheduler.ListSchedules': () => onAll('scheduler:ListSchedules'),
  'events.ListEventBuses': () => onAll('events:ListEventBuses'),
  'events.ListRuleNamesByTarget': () => onAll('events:ListRuleNamesByTarget'),
  'scheduler.GetSchedule': (input: Input) => [onSchedule('scheduler:GetSchedule', input)],
  'scheduler.UpdateSchedule': (input: Input) => [
    onSchedule('scheduler:UpdateSchedule', input),
    passed('scheduler', input['Target']),
  ],
  'events.ListTargetsByRule': (input: Input) => [onRule('events:ListTargetsByRule', input)],
  'events.PutTargets': (input: Input) => [
    onRule('events:PutTargets', input),
    ...(input['Targets'] as readonly unknown[]).map((target) => passed('events', target)),
  ],
};
