/** What is used of the client of Secrets Manager: the bundle has nothing else of it. */
export { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
