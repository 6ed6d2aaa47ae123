import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';

/** What is used of the client of CloudWatch: the bundle has nothing else of it. */
export const cloudWatchSdk = { CloudWatchClient, DescribeAlarmsCommand };
