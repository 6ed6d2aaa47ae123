/** What is used of the client of STS: the bundle has nothing else of it. */
export { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
