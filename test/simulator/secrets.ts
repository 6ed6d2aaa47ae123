import type { DescribeSecretRequest } from '@aws-sdk/client-secrets-manager';
import { awsError, type Api, type Setting } from './api';
import { errorTexts } from './texts';

export interface SecretsWorld {
  /** The ARN, with the six characters that AWS adds. */
  createSecret(name: string, options?: { readonly isBeingDeleted?: boolean }): { readonly secretArn: string };
}

/** Secrets Manager, as far as a secret's metadata: its value is in no answer. */
export function createSecrets({ accountId, region, clock }: Setting): { api: Api; world: SecretsWorld } {
  const secrets = new Map<string, { name: string; isBeingDeleted: boolean }>();
  const arnOf = (name: string) => `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-AbCdEf`;
  return {
    api: {
      service: 'secretsmanager',
      operations: {
        DescribeSecret({ SecretId = '' }: DescribeSecretRequest) {
          const found = [...secrets].find(([arn, { name }]) =>
            [arn, arn.slice(0, -'-AbCdEf'.length), name].includes(SecretId),
          );
          if (!found) throw awsError('ResourceNotFoundException', errorTexts.secretNotFound);
          const [ARN, { name, isBeingDeleted }] = found;
          return {
            ARN,
            Name: name,
            ...(isBeingDeleted ? { DeletedDate: new Date(clock.now()) } : {}),
          };
        },
      },
    },
    world: {
      createSecret(name, { isBeingDeleted = false } = {}) {
        const secretArn = arnOf(name);
        secrets.set(secretArn, { name, isBeingDeleted });
        return { secretArn };
      },
    },
  };
}
