import type {
  DescribeTargetGroupAttributesOutput,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Clients } from '../../aws/clients/clients';
import { sdk } from '../../aws/sdk';
import { unlessMissing, type LookAt, type LookOptions } from './lookup';

const noTargetGroup = 'TargetGroupNotFoundException';

/** What sends requests to tasks. Undefined where one does not exist: AWS says nothing of the others then. */
export function loadBalancingApi({ loadBalancing }: Pick<Clients, 'loadBalancing'>, lookAt: LookAt) {
  type Ask<T> = (client: ElasticLoadBalancingV2Client, options: LookOptions) => Promise<T>;
  const look = <T>(operation: string, purpose: string, missing: string, ask: Ask<T>) =>
    lookAt(`elasticloadbalancing:${operation}`, purpose, (options) =>
      unlessMissing(missing, ask(loadBalancing(), options)),
    );
  return {
    targetGroups: (TargetGroupArns: string[]) =>
      look('DescribeTargetGroups', 'look at the target groups', noTargetGroup, (client, options) =>
        client.send(new sdk.loadBalancing.DescribeTargetGroupsCommand({ TargetGroupArns }), options),
      ),
    rules: (RuleArns: string[]) =>
      look('DescribeRules', 'look at the listener rules', 'RuleNotFoundException', (client, options) =>
        client.send(new sdk.loadBalancing.DescribeRulesCommand({ RuleArns }), options),
      ),
    listeners: (ListenerArns: string[]) =>
      look('DescribeListeners', 'look at the listeners', 'ListenerNotFoundException', (client, options) =>
        client.send(new sdk.loadBalancing.DescribeListenersCommand({ ListenerArns }), options),
      ),
    targets: (TargetGroupArn: string) =>
      look('DescribeTargetHealth', 'look at the targets', noTargetGroup, (client, options) =>
        client.send(new sdk.loadBalancing.DescribeTargetHealthCommand({ TargetGroupArn }), options),
      ),
    /** The deregistration delay in seconds; undefined, too, where the group says none. */
    drain: (TargetGroupArn: string) =>
      look(
        'DescribeTargetGroupAttributes',
        'see how long old tasks drain',
        noTargetGroup,
        (client, options) => {
          const command = new sdk.loadBalancing.DescribeTargetGroupAttributesCommand({ TargetGroupArn });
          return client.send(command, options).then(delayIn);
        },
      ),
  };
}

function delayIn({ Attributes = [] }: DescribeTargetGroupAttributesOutput): number | undefined {
  const delay = Attributes.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds');
  return delay?.Value === undefined ? undefined : Number(delay.Value);
}
