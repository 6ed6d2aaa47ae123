/** What is used of the client of EC2: the bundle has nothing else of it. */
export { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
