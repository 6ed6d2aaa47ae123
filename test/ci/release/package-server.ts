import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface PackageServer {
  readonly url: string;
  readonly jobToken: string;
  /** By path. */
  readonly files: Map<string, Buffer>;
  close(): Promise<void>;
}

/** The part of GitLab's API that keeps generic packages, for whoever has the job's token. */
export async function openPackageServer(): Promise<PackageServer> {
  const jobToken = 'job-token';
  const files = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const file = files.get(path);
    if (request.headers['job-token'] !== jobToken) response.writeHead(401).end();
    else if (request.method === 'PUT') {
      void buffer(request).then((bytes) => {
        files.set(path, bytes);
        response.writeHead(201).end('{"message":"201 Created"}');
      });
    } else if (file) response.writeHead(200).end(file);
    else response.writeHead(404).end('{"message":"404 Not Found"}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    jobToken,
    files,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
