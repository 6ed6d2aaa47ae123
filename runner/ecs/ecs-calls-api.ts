import type { CallMeter } from '../aws/call-meter';
import type { EcsClients } from '../aws/clients/clients';
import { explained } from './ecs-call';

/** What every operation on one service needs. */
export interface EcsCalls extends EcsClients {
  readonly sdk: typeof import('@aws-sdk/client-ecs');
  readonly cluster: string;
  readonly service: string;
  /** For reads. */
  readonly interruption: AbortSignal;
  /** For writes, which get a moment more. */
  readonly shortlyAfterInterruption: AbortSignal;
  /** Counts the call and puts what AWS refuses into the runner's words. */
  call<T>(operation: string, resource: string, send: () => Promise<T>): Promise<T>;
}

export function ecsCallsOf(
  clients: EcsClients,
  { cluster, service }: { readonly cluster: string; readonly service: string },
  { interruption, meter }: { readonly interruption: AbortSignal; readonly meter: CallMeter },
): EcsCalls {
  return {
    sdk: require('@aws-sdk/client-ecs') as typeof import('@aws-sdk/client-ecs'),
    ...clients,
    cluster,
    service,
    interruption,
    shortlyAfterInterruption: shortlyAfter(interruption),
    call(operation, resource, send) {
      meter.count();
      return explained({ operation, resource, cluster, service }, send);
    },
  };
}

/** A cancelled job has some seconds to live. */
const graceMs = 2_500;

function shortlyAfter(interruption: AbortSignal): AbortSignal {
  const late = new AbortController();
  const start = () => setTimeout(() => late.abort(), graceMs).unref();
  if (interruption.aborted) start();
  else interruption.addEventListener('abort', start, { once: true });
  return late.signal;
}
