import { ConfiguredRetryStrategy, StandardRetryStrategy } from '@smithy/core/retry';
import type { Wire } from '../../host';
import { isPassingRefusal } from '../aws-error-kind';
import { requestHandlerOf } from './request-handler';

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
