import type { DescribeLogGroupsRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { Api, Setting } from '../api';

export interface LogGroupsWorld {
  createLogGroup(name: string): void;
  deleteLogGroup(name: string): void;
}

/** (AWS docs) */
const pageSize = 50;

/** CloudWatch Logs' log groups. What tasks write is kept whether there is one or not: a scenario says what fails. */
export function createLogGroups({ accountId, region }: Setting): {
  operations: Api['operations'];
  world: LogGroupsWorld;
} {
  const names = new Set<string>();
  return {
    operations: {
      DescribeLogGroups({ logGroupNamePrefix = '', limit = pageSize }: DescribeLogGroupsRequest) {
        // (AWS docs) sorted by ASCII, so the group that is called like the prefix is the first.
        const found = [...names].filter((name) => name.startsWith(logGroupNamePrefix)).toSorted();
        return {
          logGroups: found.slice(0, limit).map((logGroupName) => ({
            logGroupName,
            arn: `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:*`,
          })),
        };
      },
    },
    world: {
      createLogGroup: (name) => void names.add(name),
      deleteLogGroup: (name) => void names.delete(name),
    },
  };
}
