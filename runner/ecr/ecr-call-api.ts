import type {
  ECRClient,
  ECRClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-ecr';
import type { Command } from '@smithy/core/client';
import type { Repository } from '../names/image-reference';
import { cancellationOf } from './cancellation';
import { ecrRefusalOf } from './ecr-refusal';

export interface EcrPlace {
  readonly repository: Repository;
  /** The repository's. */
  readonly region: string;
  readonly interruption: AbortSignal | undefined;
}

/** What every operation on one repository needs. */
export interface EcrCalls extends EcrPlace {
  readonly sdk: typeof import('@aws-sdk/client-ecr');
  readonly registry: { readonly registryId?: string };
  readonly address: { readonly registryId?: string; readonly repositoryName: string };
  /** Puts what AWS refuses into the runner's words; `purpose` is what it is done for, after "cannot". */
  call<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    purpose: string,
    operation: string,
    command: Command<Input, Output, ECRClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>,
    signal?: AbortSignal,
  ): Promise<Output>;
}

export function ecrCallsOf(client: ECRClient, place: EcrPlace): EcrCalls {
  const { repository, region, interruption } = place;
  const registry = repository.registryId === undefined ? {} : { registryId: repository.registryId };
  return {
    ...place,
    sdk: require('@aws-sdk/client-ecr') as typeof import('@aws-sdk/client-ecr'),
    registry,
    address: { ...registry, repositoryName: repository.name },
    async call(purpose, operation, command, signal = interruption) {
      try {
        return await client.send(command, signal ? { abortSignal: signal } : {});
      } catch (cause) {
        if (signal?.aborted) throw cancellationOf(signal, `trying to ${purpose}`, cause);
        throw ecrRefusalOf(cause, { operation, purpose, repository, region }) ?? cause;
      }
    },
  };
}
