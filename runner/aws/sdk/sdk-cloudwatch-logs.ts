/** What is used of the client of CloudWatch Logs: the bundle has nothing else of it. */
export {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
