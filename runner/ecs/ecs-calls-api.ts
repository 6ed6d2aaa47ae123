import type { CallMeter } from '../aws/call-meter';
import type { EcsClients } from '../aws/clients/clients';
import { pagesOf, type Page } from '../aws/pages';
import type { Clock } from '../clock';
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
  /** The pages of a list about the service, each one call. */
  pages<T>(operation: string, send: ReadPage<T>): ReturnType<typeof pagesOf<T>>;
}

type ReadPage<T> = (nextToken: string | undefined) => Promise<Page<T>>;

interface Surroundings {
  readonly clock: Clock;
  readonly interruption: AbortSignal;
  readonly meter: CallMeter;
}

export function ecsCallsOf(
  clients: EcsClients,
  { cluster, service }: { readonly cluster: string; readonly service: string },
  { clock, interruption, meter }: Surroundings,
): EcsCalls {
  const call: EcsCalls['call'] = (operation, resource, send) => {
    meter.count();
    return explained({ operation, resource, cluster, service }, send);
  };
  return {
    sdk: require('@aws-sdk/client-ecs') as typeof import('@aws-sdk/client-ecs'),
    ...clients,
    cluster,
    service,
    interruption,
    shortlyAfterInterruption: shortlyAfter(interruption, clock),
    call,
    pages: <T>(operation: string, send: ReadPage<T>) =>
      pagesOf({ operation, limit: clock.timeout(longestListMs) }, (token) =>
        call(operation, service, () => send(token)),
      ),
  };
}

/** Of any list that a run waits for, whatever its deadline. */
const longestListMs = 20_000;

/** A cancelled job has some seconds to live. */
const graceMs = 1_500;

function shortlyAfter(interruption: AbortSignal, clock: Clock): AbortSignal {
  const late = new AbortController();
  const start = () => clock.timeout(graceMs).addEventListener('abort', () => late.abort(), { once: true });
  if (interruption.aborted) start();
  else interruption.addEventListener('abort', start, { once: true });
  return late.signal;
}
