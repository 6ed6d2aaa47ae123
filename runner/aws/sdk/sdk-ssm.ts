/** What is used of the client of Systems Manager: the bundle has nothing else of it. */
export { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
