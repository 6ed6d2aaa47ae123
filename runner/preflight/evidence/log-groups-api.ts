import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { readErrorOf } from '../../aws/aws-error';

export interface LogGroups {
  isThere(group: { readonly region: string; readonly name: string }, signal: AbortSignal): Promise<boolean>;
}

export function logGroupsApi(clientIn: (region: string) => CloudWatchLogsClient): LogGroups {
  return {
    async isThere({ region, name }, abortSignal) {
      const { DescribeLogGroupsCommand } =
        require('@aws-sdk/client-cloudwatch-logs') as typeof import('@aws-sdk/client-cloudwatch-logs');
      const client = clientIn(region);
      try {
        // Sorted by ASCII (AWS docs): the group that is called like the prefix comes first.
        const input = { logGroupNamePrefix: name, limit: 1 };
        const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand(input), { abortSignal });
        return logGroups.some(({ logGroupName }) => logGroupName === name);
      } catch (error) {
        const permission = 'logs:DescribeLogGroups';
        throw readErrorOf(error, { purpose: `look at the log group ${name}`, permission, resource: '*' });
      } finally {
        client.destroy();
      }
    },
  };
}
