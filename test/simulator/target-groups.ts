import type { DescribeTargetGroupsInput, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { awsError, type Api } from './api';
import type { Model } from './ecs/model';
import { errorTexts } from './texts';

export interface TargetGroupsWorld {
  /** What is not said of it is as a Fargate service needs it. */
  setTargetGroup(targetGroupArn: string, options: Partial<TargetGroup> | 'deleted'): void;
}

/** Elastic Load Balancing's target groups: those that services name, and nothing is wrong with them unless it is said. */
export function createTargetGroups(model: Model): {
  operations: Api['operations'];
  world: TargetGroupsWorld;
} {
  const options = new Map<string, Partial<TargetGroup> | 'deleted'>();
  const loadBalancer = `arn:aws:elasticloadbalancing:${model.setting.region}:${model.setting.accountId}:loadbalancer/app/web/0123456789abcdef`;
  const known = () =>
    [...model.clusters.values()]
      .flatMap((cluster) => [...cluster.services.values()])
      .flatMap(({ loadBalancers }) => loadBalancers.map(({ targetGroupArn }) => targetGroupArn));
  return {
    operations: {
      DescribeTargetGroups({ TargetGroupArns = [] }: DescribeTargetGroupsInput) {
        const isThere = (arn: string) => known().includes(arn) && options.get(arn) !== 'deleted';
        if (!TargetGroupArns.every(isThere))
          throw awsError('TargetGroupNotFoundException', errorTexts.targetGroupNotFound);
        return {
          TargetGroups: TargetGroupArns.map((TargetGroupArn) => {
            const said = options.get(TargetGroupArn);
            return {
              TargetGroupArn,
              TargetType: 'ip' as const,
              LoadBalancerArns: [loadBalancer],
              ...(typeof said === 'object' ? said : {}),
            };
          }),
        };
      },
    },
    world: { setTargetGroup: (arn, what) => void options.set(arn, what) },
  };
}
