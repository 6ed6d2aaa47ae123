import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { ProxySettings } from '../../host';
import { firstBytesOf } from '../../web/first-bytes';
import { proxyFor, type Proxy } from '../../web/proxy';
import { proxyRefusalOf } from '../../web/proxy-problem';

/** Longer than the agent waits for its proxy, which says more of it. */
const connectionTimeoutThroughProxy = 6_000;

/** Of any answer: log events, the largest, are a megabyte before their newlines are escaped (AWS docs). One that is cut is no JSON. */
const mostAnswerBytes = 4 * 1024 * 1024;

/** The SDK's own way out: through a proxy where the job has one for the host that is asked. */
export function requestHandlerOf(options: NodeHttpHandlerOptions, proxies: ProxySettings | undefined) {
  const direct = new NodeHttpHandler(options);
  const throughProxies = new Map<string, NodeHttpHandler>();
  const handlers = () => [direct, ...throughProxies.values()];

  function handlerThrough(proxy: Proxy, protocol: string) {
    const { agentThrough } =
      require('../../web/proxy-agent-api') as typeof import('../../web/proxy-agent-api');
    const agent = () => agentThrough(proxy, protocol, { keepAlive: true });
    const held =
      throughProxies.get(protocol) ??
      new NodeHttpHandler({
        ...options,
        connectionTimeout: connectionTimeoutThroughProxy,
        ...(protocol === 'https:' ? { httpsAgent: agent() as never } : { httpAgent: agent() }),
      });
    throughProxies.set(protocol, held);
    return held;
  }

  return {
    metadata: direct.metadata,
    handle: (async (request, more) => {
      // Calls that are made at the same time share the signal that ends them, and each listens to it.
      if (more?.abortSignal instanceof AbortSignal) setMaxListeners(0, more.abortSignal);
      const proxy = proxyFor(request, proxies);
      const handler = proxy ? handlerThrough(proxy, request.protocol) : direct;
      const { response } = await handler.handle(request, more);
      if (proxy && response.statusCode === 407) throw proxyRefusalOf(proxy, 407);
      const body = Readable.from(firstBytesOf(response.body as Readable, mostAnswerBytes));
      return { response: Object.assign(response, { body }) };
    }) as NodeHttpHandler['handle'],
    updateHttpClientConfig: ((key, value) => {
      for (const handler of handlers()) handler.updateHttpClientConfig(key, value);
    }) as NodeHttpHandler['updateHttpClientConfig'],
    httpHandlerConfigs: () => direct.httpHandlerConfigs(),
    destroy: () => {
      for (const handler of handlers()) handler.destroy();
    },
  };
}
