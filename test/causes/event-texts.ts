import { event, targetGroup, type KnownText } from './known-text';

const unplaced = 'was unable to place a task';
const unfit = `${unplaced} because no container instance met all of its requirements. The closest matching`;
const eventText = (
  row: number,
  id: string,
  message: string,
  expected: Pick<KnownText, 'names' | 'fixes'> = {},
): KnownText => ({ row, id, evidence: event(message), ...expected });

/** What the scheduler says while no task fails, or none exists. */
export const eventTexts: readonly KnownText[] = [
  eventText(
    13,
    'no-instance-fits',
    `${unfit} container-instance 0a1b2c has insufficient CPU units available.`,
    { names: ['too little CPU', '0a1b2c'], fixes: ['TASK_FAMILY', 'CLUSTER_NAME'] },
  ),
  eventText(
    13,
    'no-instance-fits',
    `${unfit} (container-instance 0a1b2c) has insufficient memory available.`,
    { names: ['too little memory', '0a1b2c'] },
  ),
  eventText(
    13,
    'no-instance-fits',
    `${unfit} (container-instance 0a1b2c) is missing an attribute required by your task.`,
    { names: ['attribute'], fixes: ['placementConstraints', 'CLUSTER_NAME'] },
  ),
  eventText(13, 'no-instance-fits', `${unfit} (container-instance 0a1b2c) encountered error "AGENT".`, {
    names: ['agent'],
  }),
  eventText(13, 'no-instance-fits', `${unplaced}. Reason: RESOURCE:ENI`, { names: ['network interface'] }),
  eventText(13, 'no-instances', `${unplaced}. No Container Instances were found in your cluster.`, {
    fixes: ['CLUSTER_NAME'],
  }),
  eventText(13, 'host-port-taken', `${unplaced}. Reason: RESOURCE:PORTS`),
  eventText(
    14,
    'fargate-capacity',
    `${unplaced}. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.`,
    { fixes: ['availability zones', 'SERVICE_NAME'] },
  ),
  eventText(
    14,
    'fargate-quota',
    `${unplaced}. Reason: You’ve reached the limit on the number of vCPUs you can run concurrently`,
    { names: ['vCPUs'], fixes: ['Service Quotas', 'AWS_DEFAULT_REGION'] },
  ),
  eventText(14, 'fargate-quota', `${unplaced}. Reason: The requested CPU configuration is above your limit`),
  eventText(
    14,
    'fargate-quota',
    'failed to launch a task with (error The requested CPU configuration is above your limit)',
  ),
  eventText(
    14,
    'fargate-capacity',
    'failed to launch a task with (error Capacity is unavailable at this time. Please try again later or in a different availability zone).',
  ),
  eventText(15, 'partial-launch', 'could not launch 3 tasks for deployment ecs-svc/1234567890123456789.', {
    names: ['3'],
    fixes: ['CLUSTER_NAME'],
  }),
  eventText(
    15,
    'provisioning-limit',
    `${unplaced}. Reason: The tasks provisioning capacity limit was exceeded.`,
  ),
  eventText(
    16,
    'no-free-address',
    `${unplaced}. Reason: Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-0a1b2c': InsufficientFreeAddressesInSubnet.`,
    { names: ['subnet-0a1b2c'] },
  ),
  eventText(25, 'scheduler-throttled', 'operations are being throttled. Will try again later.'),
  eventText(
    26,
    'backing-off',
    'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.',
  ),
  eventText(
    27,
    'percent-deadlock',
    'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
    { fixes: ['minimumHealthyPercent', 'maximumPercent', 'SERVICE_NAME'] },
  ),
  eventText(
    28,
    'host-port-taken',
    `${unfit} (container-instance 0a1b2c) is already using a port required by your task.`,
    { names: ['0a1b2c', 'old task'], fixes: ['hostPort', 'minimumHealthyPercent'] },
  ),
  eventText(
    28,
    'no-instance-fits',
    `${unfit} container-instance 0a1b2c has insufficient CPU units available.`,
    { fixes: ['minimumHealthyPercent'] },
  ),
  eventText(
    30,
    'task-protection',
    'was unable to reach steady state because (taskSet ecs-svc/1) was unable to scale in due to (reason 2 tasks under protection)',
    { names: ['2 tasks under protection'], fixes: ['UpdateTaskProtection'] },
  ),
  {
    id: 'role-not-assumable',
    evidence: event(
      "failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::123456789012:role/web-execution' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.).",
    ),
    names: ['role/web-execution'],
    fixes: ['ecs-tasks.amazonaws.com'],
  },
  {
    id: 'target-outside-vpc',
    evidence: event(
      `failed to register targets in (target-group ${targetGroup}) with (error The following targets are not in the target group VPC 'vpc-11111111': 'i-0123456789abcdef0')`,
    ),
    names: ['target group web', 'vpc-11111111'],
    fixes: ['a target group of the VPC', 'SERVICE_NAME'],
  },
  {
    id: 'target-not-registered',
    evidence: event(
      `failed to register targets in (target-group ${targetGroup}) with (error the moon is full)`,
    ),
    names: ['target group web', 'the moon is full'],
    fixes: ['loadBalancers'],
  },
];
