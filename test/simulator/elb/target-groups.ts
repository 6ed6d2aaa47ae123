import type {
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupsInput,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { awsError, type Api } from '../api';
import type { Model } from '../ecs/model';
import { deregistrationDelayMs } from '../ecs/traffic/targets';
import { groupsOf } from './target-health';
import { errorTexts } from '../texts';

export interface TargetGroupsWorld {
  /** What is not said of it is as a Fargate service needs it. */
  setTargetGroup(targetGroupArn: string, options: Partial<TargetGroup> | 'deleted'): void;
  /** `deregistration_delay.timeout_seconds`: for so long old tasks go on serving what they have begun to serve. */
  setDeregistrationDelay(targetGroupArn: string, seconds: number): void;
}

/** Elastic Load Balancing's target groups: those that services name, and nothing is wrong with them unless it is said. */
export function createTargetGroups(model: Model): {
  operations: Api['operations'];
  world: TargetGroupsWorld;
} {
  const options = new Map<string, Partial<TargetGroup> | 'deleted'>();
  const loadBalancer = `arn:aws:elasticloadbalancing:${model.setting.region}:${model.setting.accountId}:loadbalancer/app/web/0123456789abcdef`;
  const isThere = (arn: string) => known().includes(arn) && options.get(arn) !== 'deleted';
  const known = () =>
    [...model.clusters.values()].flatMap((cluster) => [...cluster.services.values()]).flatMap(groupsOf);
  return {
    operations: {
      DescribeTargetGroups({ TargetGroupArns = [] }: DescribeTargetGroupsInput) {
        if (!TargetGroupArns.every(isThere))
          throw awsError('TargetGroupNotFoundException', errorTexts.targetGroupNotFound);
        return {
          TargetGroups: TargetGroupArns.map((TargetGroupArn) => {
            const said = options.get(TargetGroupArn);
            return {
              TargetGroupArn,
              ...{ TargetType: 'ip' as const, Protocol: 'HTTP' as const, Port: 80, VpcId: 'vpc-1' },
              LoadBalancerArns: [loadBalancer],
              ...(typeof said === 'object' ? said : {}),
            };
          }),
        };
      },

      DescribeTargetGroupAttributes({ TargetGroupArn = '' }: DescribeTargetGroupAttributesInput) {
        if (!isThere(TargetGroupArn))
          throw awsError('TargetGroupNotFoundException', errorTexts.targetGroupNotFound);
        const seconds = deregistrationDelayMs(model, TargetGroupArn) / 1000;
        return { Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: String(seconds) }] };
      },
    },
    world: {
      setTargetGroup: (arn, what) => void options.set(arn, what),
      setDeregistrationDelay: (arn, seconds) => void model.deregistrationDelays.set(arn, seconds * 1000),
    },
  };
}
