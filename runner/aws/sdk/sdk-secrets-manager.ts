import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** What is used of the client of Secrets Manager: the bundle has nothing else of it. */
export const secretsManagerSdk = { DescribeSecretCommand, SecretsManagerClient };
