import type { ECRClient } from '@aws-sdk/client-ecr';
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
  call<T>(purpose: string, operation: string, send: Send<T>, signal?: AbortSignal): Promise<T>;
}

type Send<T> = (client: ECRClient, options: { readonly abortSignal?: AbortSignal }) => Promise<T>;

export function ecrCallsOf(client: ECRClient, place: EcrPlace): EcrCalls {
  const { repository, region, interruption } = place;
  const registry = repository.registryId === undefined ? {} : { registryId: repository.registryId };
  return {
    ...place,
    sdk: require('@aws-sdk/client-ecr') as typeof import('@aws-sdk/client-ecr'),
    registry,
    address: { ...registry, repositoryName: repository.name },
    async call(purpose, operation, send, signal = interruption) {
      try {
        return await send(client, signal ? { abortSignal: signal } : {});
      } catch (cause) {
        if (signal?.aborted) throw cancellationOf(signal, `trying to ${purpose}`, cause);
        throw ecrRefusalOf(cause, { operation, purpose, repository, region }) ?? cause;
      }
    },
  };
}
