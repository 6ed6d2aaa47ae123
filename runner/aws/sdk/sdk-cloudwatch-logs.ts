import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';

/** What is used of the client of CloudWatch Logs: the bundle has nothing else of it. */
export const logsSdk = { CloudWatchLogsClient, DescribeLogGroupsCommand, GetLogEventsCommand };
