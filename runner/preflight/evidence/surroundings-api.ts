import type { DescribeTargetGroupAttributesOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { unlessRefused } from '../../aws/aws-error';
import type { Clients } from '../../aws/clients/clients';
import { pagesOf } from '../../aws/pages';
import { sdk } from '../../aws/sdk';
import type { LookAt, LookOptions } from './lookup';
import { mostParameterPages, type LogGroupQuestion } from './questions';

/** What there is around a service. Undefined in place of what does not exist: where one of several does not, AWS says nothing of the others. */
export const surroundingsApi = (clients: Clients, lookAt: LookAt) => ({
  ...identityApi(clients, lookAt),
  ...taskResourcesApi(clients, lookAt),
  ...placesApi(clients, lookAt),
  ...loadBalancingApi(clients, lookAt),
});

export interface Caller {
  readonly accountId: string;
  /** Of the user, or of the session of a role. */
  readonly arn: string;
}

/** An action on a resource, as a request would carry them. */
export interface AskedAction {
  /** `ecs:UpdateService` */
  readonly action: string;
  readonly resources: readonly string[];
  readonly context?: Readonly<Record<string, string>>;
}

/** What AWS does not leave out: something else has answered, and is told as that. */
function unreadable(): never {
  throw new SyntaxError('the answer cannot be read');
}

/** AWS refuses a list with something in it that does not exist, so it answers as many as it is asked for. (AWS docs) */
const eachOf = <T>(asked: readonly string[], answered: readonly T[] = []): readonly T[] =>
  answered.length < asked.length ? unreadable() : answered;

/** Of a role, a user or their decisions. */
const noEntity = 'NoSuchEntityException';

/** Who is calling, and what IAM says of roles and users. */
function identityApi({ sts, iam }: Clients, lookAt: LookAt) {
  return {
    /** AWS answers it to everybody whose credentials are good (AWS docs). */
    caller: () =>
      lookAt('sts:GetCallerIdentity', 'see whose credentials these are', async (options): Promise<Caller> => {
        const { Account, Arn } = await sts().send(new sdk.sts.GetCallerIdentityCommand({}), options);
        return { accountId: Account ?? unreadable(), arn: Arn ?? unreadable() };
      }),
    role: (RoleName: string) =>
      lookAt('iam:GetRole', `look at the role ${RoleName}`, async (options) => {
        const command = new sdk.iam.GetRoleCommand({ RoleName });
        const answer = await unlessRefused(noEntity, iam().send(command, options));
        return answer && (answer.Role?.Arn ? answer.Role : unreadable());
      }),
    /** `principal`: ARN of a user or a role. */
    decisions: (principal: string, asked: AskedAction) =>
      lookAt('iam:SimulatePrincipalPolicy', `ask IAM whether ${asked.action} is allowed`, async (options) => {
        const command = new sdk.iam.SimulatePrincipalPolicyCommand(simulationOf(principal, asked));
        const answer = await unlessRefused(noEntity, iam().send(command, options));
        const decided = answer?.EvaluationResults?.filter(({ EvalDecision }) => EvalDecision);
        return answer && (decided?.length ? decided : unreadable());
      }),
  };
}

function simulationOf(PolicySourceArn: string, { action, resources, context = {} }: AskedAction) {
  const ContextEntries = Object.entries(context).map(([ContextKeyName, value]) => ({
    ContextKeyName,
    ContextKeyType: 'string' as const,
    ContextKeyValues: [value],
  }));
  // An empty list would go out as an empty member, which is none (measured).
  const entries = ContextEntries.length > 0 ? { ContextEntries } : {};
  return { PolicySourceArn, ActionNames: [action], ResourceArns: [...resources], ...entries };
}

/** Secrets, parameters and log groups that tasks are given, by their metadata: no value of a secret is answered (AWS docs). */
function taskResourcesApi({ secrets, ssm, logs }: Clients, lookAt: LookAt) {
  return {
    secret: (SecretId: string) =>
      lookAt('secretsmanager:DescribeSecret', 'look at the secret', (options) => {
        const command = new sdk.secretsManager.DescribeSecretCommand({ SecretId });
        return unlessRefused('ResourceNotFoundException', secrets().send(command, options));
      }),
    /** Those of these names that exist. `isComplete` is false where the list was not read to its end. */
    parameters: (names: readonly string[]) =>
      lookAt('ssm:DescribeParameters', 'look at the parameters', (options) =>
        parametersOf(names, ssm(), options),
      ),
    isLogGroup: ({ region, name }: Pick<LogGroupQuestion, 'region' | 'name'>) =>
      lookAt('logs:DescribeLogGroups', `look at the log group ${name}`, async (options) => {
        const client = logs(region);
        // Sorted by ASCII (AWS docs): the group that is called like the prefix comes first.
        const command = new sdk.logs.DescribeLogGroupsCommand({ logGroupNamePrefix: name, limit: 1 });
        const { logGroups = [] } = await client.send(command, options).finally(() => client.destroy());
        return logGroups.some(({ logGroupName }) => logGroupName === name);
      }),
  };
}

async function parametersOf(names: readonly string[], client: SSMClient, options: LookOptions) {
  const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values: [...names] }];
  const list = { operation: 'DescribeParameters', limit: options.abortSignal };
  const pages = pagesOf(list, async (NextToken) => {
    const command = new sdk.ssm.DescribeParametersCommand({ ParameterFilters, MaxResults: 50, NextToken });
    const answer = await client.send(command, options);
    return { items: answer.Parameters, nextToken: answer.NextToken };
  });
  const found: string[] = [];
  let pagesLeft = mostParameterPages;
  for await (const { items, isLast } of pages) {
    found.push(...items.flatMap(({ Name }) => Name ?? []));
    if (isLast) return { found, isComplete: true };
    if (--pagesLeft === 0) break;
  }
  return { found, isComplete: false };
}

/** Where tasks run. */
function placesApi({ ec2, ecs }: Clients, lookAt: LookAt) {
  return {
    subnets: (ids: readonly string[]) =>
      lookAt('ec2:DescribeSubnets', 'look at the subnets', async (options) => {
        // The largest of all clients: it is loaded where a service has subnets to look at.
        const command = new sdk.ec2.DescribeSubnetsCommand({ SubnetIds: [...ids] });
        const answer = await unlessRefused('InvalidSubnetID.NotFound', ec2().send(command, options));
        return answer && eachOf(ids, answer.Subnets);
      }),
    /** Those that tasks may be placed on; undefined where there are more than one call answers. */
    instances: (cluster: string) =>
      lookAt('ecs:DescribeContainerInstances', 'look at the container instances', async (options) => {
        const { reads } = ecs();
        const list = new sdk.ecs.ListContainerInstancesCommand({ cluster, status: 'ACTIVE' });
        const { containerInstanceArns: containerInstances = [], nextToken } = await reads.send(list, options);
        if (nextToken !== undefined || containerInstances.length === 0) return nextToken ? undefined : [];
        const command = new sdk.ecs.DescribeContainerInstancesCommand({ cluster, containerInstances });
        return (await reads.send(command, options)).containerInstances ?? [];
      }),
  };
}

/** What sends requests to tasks. */
export function loadBalancingApi({ loadBalancing }: Pick<Clients, 'loadBalancing'>, lookAt: LookAt) {
  type Ask<T> = (client: ReturnType<typeof loadBalancing>, options: LookOptions) => Promise<T>;
  const look = <T>(operation: string, purpose: string, of: string, ask: Ask<T>) =>
    lookAt(`elasticloadbalancing:${operation}`, purpose, (options) =>
      unlessRefused(`${of}NotFoundException`, ask(loadBalancing(), options)),
    );
  return {
    targetGroups: (TargetGroupArns: string[]) =>
      look('DescribeTargetGroups', 'look at the target groups', 'TargetGroup', async (client, options) => {
        const command = new sdk.loadBalancing.DescribeTargetGroupsCommand({ TargetGroupArns });
        return eachOf(TargetGroupArns, (await client.send(command, options)).TargetGroups);
      }),
    rules: (RuleArns: string[]) =>
      look('DescribeRules', 'look at the listener rules', 'Rule', async (client, options) => {
        const command = new sdk.loadBalancing.DescribeRulesCommand({ RuleArns });
        return eachOf(RuleArns, (await client.send(command, options)).Rules);
      }),
    listeners: (ListenerArns: string[]) =>
      look('DescribeListeners', 'look at the listeners', 'Listener', async (client, options) => {
        const command = new sdk.loadBalancing.DescribeListenersCommand({ ListenerArns });
        return eachOf(ListenerArns, (await client.send(command, options)).Listeners);
      }),
    targets: (TargetGroupArn: string) =>
      look('DescribeTargetHealth', 'look at the targets', 'TargetGroup', (client, options) =>
        client.send(new sdk.loadBalancing.DescribeTargetHealthCommand({ TargetGroupArn }), options),
      ),
    /** The deregistration delay in seconds; undefined, too, where the group says none. */
    drain: (TargetGroupArn: string) =>
      look(
        'DescribeTargetGroupAttributes',
        'see how long old tasks drain',
        'TargetGroup',
        (client, options) => {
          const command = new sdk.loadBalancing.DescribeTargetGroupAttributesCommand({ TargetGroupArn });
          return client.send(command, options).then(delayIn);
        },
      ),
  };
}

function delayIn({ Attributes = [] }: DescribeTargetGroupAttributesOutput): number | undefined {
  const delay = Attributes.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds');
  return /^\d+$/.test(delay?.Value ?? '') ? Number(delay?.Value) : undefined;
}
