/** What is used of the client of CloudWatch: the bundle has nothing else of it. */
export { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
