import type { DescribeSecretRequest } from '@aws-sdk/client-secrets-manager';
import { awsError, type Api, type Setting } from './api';
import { errorTexts } from './texts';

export interface SecretsWorld {
  /**
   * By name, and the answer is its ARN with the six characters that AWS adds; or by the ARN that a task definition
   * names, which is taken as it is.
   */
  createSecret(
    nameOrArn: string,
    options?: { readonly isBeingDeleted?: boolean },
  ): { readonly secretArn: string };
}

/** (AWS docs) */
const suffix = /-\w{6}$/;

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
            [arn, arn.replace(suffix, ''), name].includes(SecretId),
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
      createSecret(nameOrArn, { isBeingDeleted = false } = {}) {
        const isArn = nameOrArn.startsWith('arn:');
        const secretArn = isArn ? nameOrArn : arnOf(nameOrArn);
        const name = secretArn.split(':').slice(6).join(':').replace(suffix, '');
        secrets.set(secretArn, { name, isBeingDeleted });
        return { secretArn };
      },
    },
  };
}
