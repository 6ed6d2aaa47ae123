import type { Wire } from '../../host';
import { requestHandlerOf } from './request-handler';
import { retriesOf } from './retries';

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
  const shorter =
    requestTimeoutMs === undefined
      ? {}
      : { requestTimeout: requestTimeoutMs, socketTimeout: requestTimeoutMs };
  return {
    region,
    maxAttempts,
    requestHandler: wire.requestHandler ?? requestHandlerOf({ ...timeouts, ...shorter }, proxies),
    retryStrategy: retriesOf(maxAttempts, retryDelayMs),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}
