import { connectionProblemOf } from '../log/connection-problem';
import type { Clock } from '../clock';

export type HealthCheckAnswer = { readonly status: number } | { readonly problem: string };

/** Asks an address as any client would that is where the job is. */
export interface HealthCheckApi {
  /**
   * One GET. The status of the first answer, redirects not followed, or in plain words why there was none: never the
   * address itself, which may hold a token. Never rejects.
   */
  get(url: string, timeoutMs: number, signal: AbortSignal): Promise<HealthCheckAnswer>;
}

const longestWaitMs = 5_000;

/**
 * Node's fetch takes no notice of HTTP_PROXY and its like, unless NODE_USE_ENV_PROXY=1 is set for a Node that knows it
 * (Node docs: 24.0). Certificates are checked; NODE_EXTRA_CA_CERTS adds an authority.
 */
export function healthCheckApi(clock: Clock): HealthCheckApi {
  return {
    async get(url, timeoutMs, signal) {
      const limitMs = Math.max(1, Math.min(timeoutMs, longestWaitMs));
      const limit = clock.timeout(limitMs);
      try {
        const response = await fetch(url, {
          redirect: 'manual',
          signal: AbortSignal.any([signal, limit]),
          // A connection of its own each time: the next answer may come from another task.
          headers: { 'user-agent': 'ecs-cd', connection: 'close' },
        });
        await response.body?.cancel().catch(() => {});
        return { status: response.status };
      } catch (error) {
        if (signal.aborted) return { problem: 'it was not waited for' };
        return {
          problem: limit.aborted ? `no answer within ${limitMs / 1000} s` : connectionProblemOf(error),
        };
      }
    },
  };
}
