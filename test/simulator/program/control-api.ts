import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { HttpRoute } from '../api';
import type { Fault } from '../protocol/faults';
import type { SimulatedAws, Simulator } from '../simulator';

/** What of the world another process may call: `POST /_sim/world/createCluster` with the arguments as a JSON list. */
const worldCalls = [
  'createCluster',
  'createRepository',
  'putImage',
  'registerTaskDefinition',
  'createService',
  'deleteService',
  'forgetService',
  'setPlacementProblem',
  'createRole',
  'setAlarm',
  'setOutcome',
  'setRecordDelay',
] as const satisfies readonly (keyof SimulatedAws)[];

type Parts = Pick<Simulator, 'clock' | 'world' | 'faults' | 'calls'> & {
  readonly truths: () => Readonly<Record<string, unknown>>;
};

/**
 * The simulator's own API, for another process on this machine, unsigned:
 *
 *     GET  /_sim/state            { now, services: { 'cluster/service': Truth }, calls }
 *     POST /_sim/world/FUNCTION   [arguments] -> what the function answers
 *     POST /_sim/faults           Fault
 *     POST /_sim/sleep            { seconds }: with a virtual clock the model moves on by so much
 */
export function controlApi({ clock, world, faults, calls, truths }: Parts): HttpRoute {
  const actions: Readonly<Record<string, (body: unknown) => unknown>> = {
    'GET /_sim/state': () => ({
      now: clock.now(),
      services: truths(),
      // Without the inputs: an ID token is a secret.
      calls: calls.map(({ at, service, operation, refused }) => ({ at, service, operation, refused })),
    }),
    'POST /_sim/faults': (body) => faults.add(body as Fault),
    'POST /_sim/sleep': async (body) => clock.sleep((body as { readonly seconds: number }).seconds * 1000),
    ...Object.fromEntries(
      worldCalls.map((name) => {
        const functions = world as unknown as Record<string, (...args: unknown[]) => unknown>;
        return [`POST /_sim/world/${name}`, (body: unknown) => functions[name]!(...(body as unknown[]))];
      }),
    ),
  };

  return {
    prefix: '/_sim/',
    async handle(request, response, url) {
      const action = actions[`${request.method ?? ''} ${url.pathname}`];
      if (!isFromHere(request)) return answer(response, 403, { error: 'only from this machine' });
      if (!action) return answer(response, 404, { error: `no ${request.method ?? ''} ${url.pathname}` });
      try {
        const body = request.method === 'POST' ? await json(request) : undefined;
        answer(response, 200, (await action(body)) ?? {});
      } catch (error) {
        answer(response, 400, { error: error instanceof Error ? error.message : String(error) });
      }
    },
  };
}

const isFromHere = ({ socket }: IncomingMessage) =>
  /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(socket.remoteAddress ?? '');

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
