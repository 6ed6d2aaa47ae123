import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A status; a place to go to instead; silence; or the end of the connection. */
export type EndpointAnswer = number | { readonly to: string } | 'silence' | 'hang-up';

export interface HealthEndpoint {
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly IncomingMessage[];
  /** The statuses among what it has answered so far. */
  readonly statuses: readonly number[];
  close(): Promise<void>;
}

/** A web site on loopback that answers as it is told: by a script whose last line stays, or by a look at the world. */
export async function openHealthEndpoint(
  script: readonly EndpointAnswer[] | (() => EndpointAnswer),
): Promise<HealthEndpoint> {
  const requests: IncomingMessage[] = [];
  const statuses: number[] = [];
  const answerTo = (index: number): EndpointAnswer =>
    typeof script === 'function' ? script() : (script[Math.min(index, script.length - 1)] ?? 200);
  const server = createServer((request, response) => {
    requests.push(request);
    const answer = answerTo(requests.length - 1);
    if (answer === 'silence') return;
    if (answer === 'hang-up') return void request.socket.destroy();
    const status = typeof answer === 'number' ? answer : 302;
    statuses.push(status);
    if (typeof answer === 'number') response.writeHead(status).end('a page');
    else response.writeHead(status, { location: answer.to }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`,
    requests,
    statuses,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
