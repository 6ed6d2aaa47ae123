import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';

/** What is used of the client of EC2: the bundle has nothing else of it. */
export const ec2Sdk = { DescribeSubnetsCommand, EC2Client };
