import type { STSClient } from '@aws-sdk/client-sts';
import { readErrorOf } from '../../aws/aws-error';

export interface Caller {
  readonly accountId: string;
  /** Of the user, or of the session of a role. */
  readonly arn: string;
}

export interface Sts {
  getCallerIdentity(signal: AbortSignal): Promise<Caller>;
}

export function stsApi(client: () => STSClient): Sts {
  return {
    async getCallerIdentity(abortSignal) {
      const { stsSdk } = require('../../aws/clients/sdk-sts') as typeof import('../../aws/clients/sdk-sts');
      try {
        const answer = await client().send(new stsSdk.GetCallerIdentityCommand({}), { abortSignal });
        return { accountId: answer.Account ?? '', arn: answer.Arn ?? '' };
      } catch (error) {
        // AWS answers it to everybody whose credentials are good (AWS docs).
        const permission = 'sts:GetCallerIdentity';
        throw readErrorOf(error, { purpose: 'see whose credentials these are', permission, resource: '*' });
      }
    },
  };
}
