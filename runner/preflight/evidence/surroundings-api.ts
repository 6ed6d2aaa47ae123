import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { Clients } from '../../aws/clients/clients';
import { pagesOf } from '../../aws/pages';
import { sdk } from '../../aws/sdk';
import { unlessMissing, type LookAt, type LookOptions } from './lookup';
import { mostParameterPages, type LogGroupQuestion } from './questions';

/** Secrets, parameters and log groups that tasks are given, by their metadata: no value of a secret is answered (AWS docs). */
export function taskResourcesApi(
  { secrets, ssm, logs }: Pick<Clients, 'secrets' | 'ssm' | 'logs'>,
  lookAt: LookAt,
) {
  let secretsManager: SecretsManagerClient | undefined;
  return {
    /** Undefined where there is no such secret. */
    secret: (SecretId: string) =>
      lookAt('secretsmanager:DescribeSecret', 'look at the secret', (options) => {
        secretsManager ??= secrets();
        const command = new sdk.secretsManager.DescribeSecretCommand({ SecretId });
        return unlessMissing('ResourceNotFoundException', secretsManager.send(command, options));
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

/** Where tasks run. Undefined where a subnet does not exist: AWS says nothing of the others then. */
export function subnetsApi({ ec2 }: Pick<Clients, 'ec2'>, lookAt: LookAt) {
  return {
    subnets: (ids: readonly string[]) =>
      lookAt('ec2:DescribeSubnets', 'look at the subnets', async (options) => {
        // The largest of all clients: it is loaded where a service has subnets to look at.
        const command = new sdk.ec2.DescribeSubnetsCommand({ SubnetIds: [...ids] });
        const answer = await unlessMissing('InvalidSubnetID.NotFound', ec2().send(command, options));
        return answer && (answer.Subnets ?? []);
      }),
  };
}
