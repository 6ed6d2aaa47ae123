import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Percent of the requests by whom they go to. */
export type Weights = Readonly<Record<string, number>>;

export interface WeightedProxy {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A load balancer in small. Its weights are asked for anew with each request, and kept as exactly as whole requests
 * allow, so that a few are enough to see them.
 */
export async function openWeightedProxy(
  weightsNow: () => Weights,
  /** `HOST:PORT`; undefined where nothing of it runs. */
  addressOf: (whom: string) => string | undefined,
): Promise<WeightedProxy> {
  const owed = new Map<string, number>();

  function next(): string {
    const weights = Object.entries(weightsNow());
    for (const [whom, weight] of weights) owed.set(whom, (owed.get(whom) ?? 0) + weight);
    const debtOf = ([whom]: readonly [string, number]) => owed.get(whom) ?? 0;
    const [[whom, debt] = ['', 0]] = weights.toSorted((a, b) => debtOf(b) - debtOf(a));
    const all = weights.reduce((sum, [, weight]) => sum + weight, 0);
    owed.set(whom, debtOf([whom, debt]) - all);
    return whom;
  }

  const server = createServer((incoming, response) => {
    const fail = (why: string) => void response.writeHead(503).end(`${why}\n`);
    const address = addressOf(next());
    if (address === undefined) return fail('nothing answers');
    const { method, headers, url = '/' } = incoming;
    const outgoing = request(`http://${address}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing.on('error', (error) => fail(error.message)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
