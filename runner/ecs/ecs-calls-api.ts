import type { ECSClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-ecs';
import type { Command } from '@smithy/core/client';
import type { CallMeter } from '../aws/call-meter';
import type { EcsClients } from '../aws/clients/clients';
import { pagesOf, type Page } from '../aws/pages';
import { sdk } from '../aws/sdk';
import type { Clock } from '../clock';
import { explained } from './ecs-call';

/** What every operation on one service needs. */
export type EcsCalls = ReturnType<typeof ecsCallsOf>;

type EcsCommand<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = Command<
  Input,
  Output,
  ECSClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes
>;

/** Each call is counted, and what AWS refuses is put into the runner's words. A write gets a moment more than a read. */
export function ecsCallsOf(
  clients: EcsClients,
  { cluster, service }: { readonly cluster: string; readonly service: string },
  { clock, interruption, meter }: { clock: Clock; interruption: AbortSignal; meter: CallMeter },
) {
  const call = <T>(operation: string, resource: string, send: () => Promise<T>): Promise<T> => {
    meter.count();
    const { region } = clients.reads.config;
    return explained({ operation, resource, cluster, service, region }, send);
  };
  const callsOf =
    (client: EcsClients['reads'], usual: AbortSignal) =>
    <Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
      operation: string,
      resource: string,
      command: EcsCommand<Input, Output>,
      abortSignal = usual,
    ): Promise<Output> =>
      call(operation, resource, () => client.send(command, { abortSignal }));
  const writeSignal = shortlyAfter(interruption, clock);
  return {
    sdk: sdk.ecs,
    writes: clients.writes,
    writeSignal,
    cluster,
    service,
    call,
    read: callsOf(clients.reads, interruption),
    write: callsOf(clients.writes, writeSignal),
    /** The pages of a list about the service. */
    pages: <T>(operation: string, readPage: (nextToken: string | undefined) => Promise<Page<T>>) =>
      pagesOf({ operation, limit: clock.timeout(longestListMs) }, readPage),
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
