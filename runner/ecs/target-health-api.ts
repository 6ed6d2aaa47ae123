import type {
  ElasticLoadBalancingV2Client,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { reading } from '../aws/aws-error';
import type { CallMeter } from '../aws/call-meter';
import { sdk } from '../aws/sdk';

export type TargetHealth = ReturnType<typeof targetHealthApi>;

/** The targets of load balancers, as far as a service has any. */
export function targetHealthApi(
  client: () => ElasticLoadBalancingV2Client,
  { interruption, meter }: { interruption: AbortSignal; meter: CallMeter },
) {
  return {
    /** The targets of each load balancer, in whichever of its target groups. */
    describeTargets(balancers: readonly (readonly string[])[]): Promise<TargetHealthDescription[][]> {
      const look = async (arns: readonly string[]) =>
        (await Promise.all(arns.map((arn) => this.describeTargetHealth(arn)))).flat();
      return Promise.all(balancers.map(look));
    },
    async describeTargetHealth(TargetGroupArn: string): Promise<TargetHealthDescription[]> {
      meter.count();
      const command = new sdk.loadBalancing.DescribeTargetHealthCommand({ TargetGroupArn });
      const purpose = `see the health of the targets of ${TargetGroupArn}`;
      const call = { purpose, permission: 'elasticloadbalancing:DescribeTargetHealth', resource: '*' };
      const answer = await reading(call, client().send(command, { abortSignal: interruption }));
      return answer.TargetHealthDescriptions ?? [];
    },
  };
}
