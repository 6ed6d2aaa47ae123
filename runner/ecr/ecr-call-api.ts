import type {
  ECRClient,
  ECRClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-ecr';
import type { Command } from '@smithy/core/client';
import { sdk } from '../aws/sdk';
import type { Repository } from '../names/image-reference';
import { cancellationOf, ecrRefusalOf } from './ecr-refusal';

export interface EcrPlace {
  readonly repository: Repository;
  /** The repository's. */
  readonly region: string;
  readonly interruption: AbortSignal;
}

/** What every operation on one repository needs. */
export type EcrCalls = ReturnType<typeof ecrCallsOf>;

export function ecrCallsOf(client: ECRClient, place: EcrPlace) {
  const { repository, region, interruption } = place;
  const { registryId, name: repositoryName } = repository;
  const registry = registryId === undefined ? {} : { registryId };
  return {
    ...place,
    sdk: sdk.ecr,
    registry,
    address: { ...registry, repositoryName },
    /** Puts what AWS refuses into the runner's words; `purpose` is what it is done for, after "cannot". */
    async call<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
      purpose: string,
      operation: string,
      command: Command<Input, Output, ECRClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>,
      signal = interruption,
    ): Promise<Output> {
      try {
        return await client.send(command, { abortSignal: signal });
      } catch (cause) {
        if (signal.aborted) throw cancellationOf(signal, `trying to ${purpose}`, cause);
        throw ecrRefusalOf(cause, { operation, purpose, repository, region }) ?? cause;
      }
    },
  };
}
