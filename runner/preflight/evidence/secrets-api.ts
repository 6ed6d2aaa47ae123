import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readErrorOf } from '../../aws/aws-error';

export type SecretState = 'there' | 'missing' | 'being deleted';

/** Secrets by their metadata: DescribeSecret answers no value (AWS docs). */
export interface Secrets {
  describeSecret(id: string, signal: AbortSignal): Promise<SecretState>;
}

export function secretsApi(client: () => SecretsManagerClient): Secrets {
  let held: SecretsManagerClient | undefined;
  return {
    async describeSecret(SecretId, abortSignal) {
      const { secretsManagerSdk } =
        require('../../aws/clients/sdk-secrets-manager') as typeof import('../../aws/clients/sdk-secrets-manager');
      held ??= client();
      try {
        const { DeletedDate } = await held.send(new secretsManagerSdk.DescribeSecretCommand({ SecretId }), {
          abortSignal,
        });
        return DeletedDate === undefined ? 'there' : 'being deleted';
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return 'missing';
        const permission = 'secretsmanager:DescribeSecret';
        throw readErrorOf(error, { purpose: 'look at the secret', permission, resource: SecretId });
      }
    },
  };
}
