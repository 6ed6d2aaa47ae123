import { HttpResponse } from '@smithy/core/transport';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import type { AwsRequest, AwsResponse } from './aws-endpoint';

export type RequestHandler = Pick<
  NodeHttpHandler,
  'metadata' | 'handle' | 'destroy' | 'updateHttpClientConfig' | 'httpHandlerConfigs'
>;
type Answer = (request: AwsRequest, response: AwsResponse, body: string) => Promise<void>;

/** Hands the SDK's requests over, and what is answered back, as the SDK's own handler does it with a connection. */
export function inMemoryHandler(answer: Answer): RequestHandler {
  const handle: RequestHandler['handle'] = ({ method, path, query, headers, body }, options = {}) => {
    const signal = options.abortSignal as AbortSignal | undefined;
    return new Promise((resolve, reject) => {
      const abort = () => reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' }));
      const hangUp = () => reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
      if (signal?.aborted) return abort();
      if (signal) setMaxListeners(0, signal);
      signal?.addEventListener('abort', abort);
      const stream = new Readable({ read() {} });
      const end = () => signal?.removeEventListener('abort', abort);
      const response: AwsResponse = {
        writeHead(statusCode, given) {
          end();
          const all = Object.entries(given).map(([name, value]) => [name, String(value)]);
          const message = {
            statusCode,
            headers: Object.fromEntries(all) as Record<string, string>,
            body: stream,
          };
          resolve({ response: new HttpResponse(message) });
        },
        write: (text) => stream.push(text),
        end(text) {
          stream.push(text);
          stream.push(null);
        },
      };
      const sent = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      const request = {
        method,
        url:
          Object.keys(query).length > 0
            ? `${path}?${new URLSearchParams(query as Record<string, string>)}`
            : path,
        headers: Object.fromEntries(sent) as Record<string, string>,
        socket: { destroy: hangUp },
      };
      answer(request, response, textOf(body)).catch(reject);
    });
  };
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle,
    destroy() {},
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

/** The SDK's bytes complain to whoever calls `valueOf`, as `Buffer.from(body)` does. */
function textOf(body: unknown): string {
  if (!(body instanceof Uint8Array)) return typeof body === 'string' ? body : '';
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}
