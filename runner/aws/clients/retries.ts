import { ConfiguredRetryStrategy, StandardRetryStrategy } from '@smithy/core/retry';
import { isPassingRefusal } from '../aws-error-kind';

/** The SDK's own attempts, and as many where AWS refuses in the words of a mistake what it does a moment later. */
export function retriesOf(maxAttempts: number, delayMs: number | undefined) {
  const standard =
    delayMs === undefined
      ? new StandardRetryStrategy(maxAttempts)
      : new ConfiguredRetryStrategy(maxAttempts, delayMs);
  const refresh = standard.refreshRetryTokenForRetry.bind(standard);
  standard.refreshRetryTokenForRetry = (token, info) =>
    refresh(token, isPassingRefusal(info.error) ? { ...info, errorType: 'TRANSIENT' } : info);
  return standard;
}
