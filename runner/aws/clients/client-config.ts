import type { Wire } from '../../host';

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
  return {
    region,
    maxAttempts,
    requestHandler: wire.requestHandler ?? {
      ...timeouts,
      ...(wire.requestTimeoutMs === undefined
        ? {}
        : { requestTimeout: wire.requestTimeoutMs, socketTimeout: wire.requestTimeoutMs }),
    },
    ...(wire.endpoint === undefined ? {} : { endpoint: wire.endpoint }),
    ...(wire.retryDelayMs === undefined
      ? {}
      : { retryStrategy: steadyRetries(maxAttempts, wire.retryDelayMs) }),
  };
}

function steadyRetries(attempts: number, delayMs: number) {
  const { ConfiguredRetryStrategy } = require('@smithy/core/retry') as typeof import('@smithy/core/retry');
  return new ConfiguredRetryStrategy(attempts, delayMs);
}
