import type { KnownText } from './known-text';

const begun = 'Service deployment rolled back because';
const networking = `${begun} of invalid networking configuration`;
const hooks = `${begun} TEST_TRAFFIC_SHIFT lifecycle hook(s) failed.`;
const rule = 'arn:aws:elasticloadbalancing:us-west-2:123456789012:listener-rule/app/my-alb/abc/def/ghi';
const group = 'arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/other/abc123';
const hook = 'arn:aws:lambda:us-west-2:123456789012:function:myHook';
const role = 'arn:aws:sts::123456789012:assumed-role/hooks';

const shiftText = (
  id: string,
  message: string,
  { names = [], fixes = [] }: Pick<KnownText, 'names' | 'fixes'> = {},
): KnownText => ({ id, evidence: { kind: 'deployment', message }, names, fixes });

const weights = { names: ['production listener rule'], fixes: ['all weight', 'ignore_changes'] };
const balancing = { fixes: ['ecs.amazonaws.com', 'AmazonECSInfrastructureRolePolicyForLoadBalancers'] };
const calling = { fixes: ['ecs.amazonaws.com', 'lambda:InvokeFunction'] };

/** What ECS says of a shift that it gives up. (AWS docs, troubleshooting-blue-green) */
export const shiftTexts: readonly KnownText[] = [
  shiftText(
    'listener-weights',
    `${networking}. productionListenerRule ${rule} should have exactly one target group serving traffic but found 2 target groups which are serving traffic`,
    weights,
  ),
  shiftText(
    'listener-target',
    `${networking}. Production listener rule is forwarding traffic to unexpected target group ${group}. Expected traffic to be forwarded to either targetGroupArn: a or alternateTargetGroupArn: b`,
    weights,
  ),
  shiftText(
    'listener-group-missing',
    `${networking}: Target group ${group} is not associated with either productionListenerRule or testListenerRule.`,
    { fixes: ['weight 0'] },
  ),
  shiftText('listener-rule-missing', `${networking}. One or more rules not found`, {
    fixes: ['productionListenerRule'],
  }),
  shiftText(
    'balancing-role-denied',
    `${networking}. ECS was unable to manage the ELB resources due to missing permissions on ECS Infrastructure Role 'arn:aws:iam::123456789012:role/Admin'.`,
    balancing,
  ),
  shiftText(
    'balancing-role-denied',
    `${hooks} User: ${role}/ECSNetworkingWithELB is not authorized to perform: elasticloadbalancing:ModifyListener on resource: x because no identity-based policy allows the elasticloadbalancing:ModifyListener action`,
    balancing,
  ),
  shiftText(
    'hook-role-denied',
    `${hooks} ECS was unable to assume role arn:aws:iam::123456789012:role/Admin`,
    calling,
  ),
  shiftText(
    'hook-role-denied',
    `${hooks} ECS was unable to invoke hook target ${hook} due to User: ${role}/ECS-Lambda-Execution is not authorized to perform: lambda:InvokeFunction on resource: ${hook} because no identity-based policy allows the lambda:InvokeFunction action`,
    { ...calling, names: ['the lifecycle hook myHook'] },
  ),
  shiftText(
    'hook-answer',
    `${hooks} ECS was unable to parse the response from ${hook} due to HookStatus must not be null`,
    { names: ['myHook'], fixes: ['hookStatus', 'log group (/aws/lambda/myHook'] },
  ),
  shiftText('hook-failed', `${hooks} Lifecycle hook target ${hook} returned FAILED status.`, {
    names: ['myHook rejected the release'],
    fixes: ['see its log group (/aws/lambda/myHook by default)'],
  }),
];
