import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ConnectProxy {
  readonly url: string;
  /** `HOST:PORT` of the tunnels, and the whole address of plain requests, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

interface Options {
  /** `user:password`; whoever does not send them is refused. */
  readonly login?: string;
  /** Answered to every request in place of passing it on; `silence` answers nothing, `end` closes the connection. */
  readonly refusal?: number | 'silence' | 'end';
}

/** A forward proxy as companies have them: a tunnel for HTTPS, the request itself for HTTP. */
export async function startConnectProxy({ login, refusal }: Options = {}): Promise<ConnectProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const basic = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
  /** It repeats what it does not let through. */
  const said = ({ headers }: IncomingMessage) =>
    `<html>the proxy says no to ${headers['proxy-authorization'] ?? 'nobody'}</html>`;
  const refusalOf = ({ headers }: IncomingMessage) =>
    basic !== undefined && headers['proxy-authorization'] !== basic ? 407 : refusal;
  const server = createServer((incoming, outgoing) => {
    const { url = '', method = 'GET', headers } = incoming;
    asked.push(url);
    const status = refusalOf(incoming);
    if (status === 'silence') return;
    if (status === 'end') return void outgoing.destroy();
    if (status !== undefined) return void outgoing.writeHead(status, said(incoming)).end(said(incoming));
    const onward = request(url, { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.once('error', () => outgoing.writeHead(502).end());
    incoming.pipe(onward);
  });
  server.on('connection', (socket) => sockets.add(socket.on('error', () => {})));
  server.on('connect', (incoming: IncomingMessage, socket: Socket) => {
    asked.push(incoming.url ?? '');
    const status = refusalOf(incoming);
    if (status === 'silence') return;
    if (status === 'end') return void socket.destroy();
    if (status !== undefined)
      return void socket.end(`HTTP/1.1 ${status} ${said(incoming)}\r\n\r\n${said(incoming)}`);
    const { hostname, port } = new URL(`http://${incoming.url ?? ''}`);
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    sockets.add(onward);
    onward.once('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
