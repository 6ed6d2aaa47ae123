import { ConfiguredRetryStrategy, StandardRetryStrategy } from '@smithy/core/retry';
import type { ProxySettings, Wire } from '../../host';
import { isPassingRefusal } from '../aws-error-kind';
import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { firstBytesOf } from '../../web/first-bytes';
import { proxyFor, type Proxy } from '../../web/proxy';
import { proxyRefusalOf } from '../../web/proxy-problem';

/** The SDK has no request timeout of its own: a server that never answers would hang the job for ever (measured). */
const timeouts = {
  connectionTimeout: 3_000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
  // The request timeout ends with the answer's head; a body that stops halfway is idle (measured).
  socketTimeout: 10_000,
};

/** What every client of the SDK is given but its credentials. */
export function clientConfigOf(region: string, maxAttempts: number, wire: Wire) {
  const { requestTimeoutMs, endpoint, retryDelayMs, proxies } = wire;
  const shorter = requestTimeoutMs && { requestTimeout: requestTimeoutMs, socketTimeout: requestTimeoutMs };
  return {
    region,
    maxAttempts,
    requestHandler: wire.requestHandler ?? requestHandlerOf({ ...timeouts, ...shorter }, proxies),
    retryStrategy: retriesOf(maxAttempts, retryDelayMs),
    ...(endpoint && { endpoint }),
  };
}

/** The SDK's own attempts, and as many where AWS refuses in the words of a mistake what it does a moment later. */
function retriesOf(maxAttempts: number, delayMs: number | undefined) {
  const standard =
    delayMs === undefined
      ? new StandardRetryStrategy(maxAttempts)
      : new ConfiguredRetryStrategy(maxAttempts, delayMs);
  const refresh = standard.refreshRetryTokenForRetry.bind(standard);
  standard.refreshRetryTokenForRetry = (token, info) =>
    refresh(token, isPassingRefusal(info.error) ? { ...info, errorType: 'TRANSIENT' } : info);
  return standard;
}

/** Longer than the agent waits for its proxy, which says more of it. */
const connectionTimeoutThroughProxy = 6_000;

/** Of any answer: log events, the largest, are a megabyte before their newlines are escaped (AWS docs). One that is cut is no JSON. */
const mostAnswerBytes = 4 * 1024 * 1024;

/** The SDK's own way out: through a proxy where the job has one for the host that is asked. */
function requestHandlerOf(options: NodeHttpHandlerOptions, proxies: ProxySettings | undefined) {
  const direct = new NodeHttpHandler(options);
  const throughProxies = new Map<string, NodeHttpHandler>();

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

  const [send, destroy] = [direct.handle.bind(direct), direct.destroy.bind(direct)];
  direct.handle = async (request, more) => {
    // Calls that are made at the same time share the signal that ends them, and each listens to it.
    if (more?.abortSignal instanceof AbortSignal) setMaxListeners(0, more.abortSignal);
    const proxy = proxyFor(request, proxies);
    const { response } = await (proxy
      ? handlerThrough(proxy, request.protocol).handle(request, more)
      : send(request, more));
    if (proxy && response.statusCode === 407) throw proxyRefusalOf(proxy, 407);
    const body = Readable.from(firstBytesOf(response.body as Readable, mostAnswerBytes));
    return { response: Object.assign(response, { body }) };
  };
  direct.destroy = () => {
    destroy();
    for (const handler of throughProxies.values()) handler.destroy();
  };
  return direct;
}
