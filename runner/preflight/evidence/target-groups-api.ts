import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { readErrorOf } from '../../aws/aws-error';

export interface TargetGroup {
  readonly arn: string;
  /** `ip`, `instance`, ... */
  readonly targetType: string;
  /** Whether a load balancer sends anything to it. */
  readonly isInUse: boolean;
}

export interface TargetGroups {
  /** Undefined where one of them does not exist: the answer says nothing about the others then. */
  describeTargetGroups(
    arns: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly TargetGroup[] | undefined>;
  /** In seconds; undefined where there is no such group, or it says none. */
  deregistrationDelayOf(arn: string, signal: AbortSignal): Promise<number | undefined>;
}

export function targetGroupsApi(client: () => ElasticLoadBalancingV2Client): TargetGroups {
  return {
    async describeTargetGroups(arns, abortSignal) {
      const { DescribeTargetGroupsCommand } =
        require('@aws-sdk/client-elastic-load-balancing-v2') as typeof import('@aws-sdk/client-elastic-load-balancing-v2');
      try {
        const input = { TargetGroupArns: [...arns] };
        const answer = await client().send(new DescribeTargetGroupsCommand(input), { abortSignal });
        return (answer.TargetGroups ?? []).map(
          ({ TargetGroupArn = '', TargetType = '', LoadBalancerArns = [] }) => ({
            arn: TargetGroupArn,
            targetType: TargetType,
            isInUse: LoadBalancerArns.length > 0,
          }),
        );
      } catch (error) {
        if (error instanceof Error && error.name === 'TargetGroupNotFoundException') return undefined;
        const permission = 'elasticloadbalancing:DescribeTargetGroups';
        throw readErrorOf(error, { purpose: 'look at the target groups', permission, resource: '*' });
      }
    },

    async deregistrationDelayOf(TargetGroupArn, abortSignal) {
      const { DescribeTargetGroupAttributesCommand } =
        require('@aws-sdk/client-elastic-load-balancing-v2') as typeof import('@aws-sdk/client-elastic-load-balancing-v2');
      try {
        const command = new DescribeTargetGroupAttributesCommand({ TargetGroupArn });
        const { Attributes = [] } = await client().send(command, { abortSignal });
        const delay = Attributes.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds')?.Value;
        return delay === undefined ? undefined : Number(delay);
      } catch (error) {
        if (error instanceof Error && error.name === 'TargetGroupNotFoundException') return undefined;
        const permission = 'elasticloadbalancing:DescribeTargetGroupAttributes';
        const purpose = 'see how long old tasks drain';
        throw readErrorOf(error, { purpose, permission, resource: '*' });
      }
    },
  };
}
