import type {
  ElasticLoadBalancingV2Client,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { readErrorOf } from '../aws/aws-error';
import type { CallMeter } from '../aws/call-meter';
import { sdk } from '../aws/sdk';

export type TargetHealth = ReturnType<typeof targetHealthApi>;

/** The targets of load balancers, as far as a service has any. */
export function targetHealthApi(
  client: () => ElasticLoadBalancingV2Client,
  { interruption, meter }: { interruption: AbortSignal; meter: CallMeter },
) {
  let held: ElasticLoadBalancingV2Client | undefined;
  return {
    async describeTargetHealth(TargetGroupArn: string): Promise<TargetHealthDescription[]> {
      held ??= client();
      meter.count();
      try {
        const command = new sdk.loadBalancing.DescribeTargetHealthCommand({ TargetGroupArn });
        return (await held.send(command, { abortSignal: interruption })).TargetHealthDescriptions ?? [];
      } catch (error) {
        const purpose = `see the health of the targets of ${TargetGroupArn}`;
        const permission = 'elasticloadbalancing:DescribeTargetHealth';
        throw readErrorOf(error, { purpose, permission, resource: '*' });
      }
    },
  };
}
