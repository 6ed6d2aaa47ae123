import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HealthEndpoint {
  readonly url: string;
  /** What it has answered so far. */
  readonly answers: readonly number[];
  close(): void;
}

/** Answers its first request with the first status, and so on; the last one stays. */
export async function openHealthEndpoint(statuses: readonly number[]): Promise<HealthEndpoint> {
  const left = [...statuses];
  const answers: number[] = [];
  const server = createServer((_request, response) => {
    const status = (left.length > 1 ? left.shift() : left[0]) ?? 200;
    answers.push(status);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    answers,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
