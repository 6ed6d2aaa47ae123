import type { SSMClient } from '@aws-sdk/client-ssm';
import { readErrorOf } from '../../aws/aws-error';
import { mostParameterPages } from './questions';

/** Parameters by their metadata: DescribeParameters answers no value (AWS docs). */
export interface Parameters {
  /** Those of these names that exist. `isComplete` is false where the list was not read to its end. */
  describeParameters(
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly found: readonly string[]; readonly isComplete: boolean }>;
}

export function parametersApi(client: () => SSMClient): Parameters {
  return {
    async describeParameters(names, abortSignal) {
      const { ssmSdk } = require('../../aws/clients/sdk-ssm') as typeof import('../../aws/clients/sdk-ssm');
      const ssm = client();
      const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values: [...names] }];
      const found: string[] = [];
      let NextToken: string | undefined;
      try {
        for (let page = 0; page < mostParameterPages; page += 1) {
          const input = { ParameterFilters, MaxResults: 50, ...(NextToken ? { NextToken } : {}) };
          const answer = await ssm.send(new ssmSdk.DescribeParametersCommand(input), { abortSignal });
          found.push(...(answer.Parameters ?? []).flatMap(({ Name }) => Name ?? []));
          NextToken = answer.NextToken;
          if (!NextToken) break;
        }
        return { found, isComplete: !NextToken };
      } catch (error) {
        const permission = 'ssm:DescribeParameters';
        throw readErrorOf(error, { purpose: 'look at the parameters', permission, resource: '*' });
      }
    },
  };
}
