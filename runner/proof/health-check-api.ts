import { connectionProblemOf } from '../log/connection-problem';
import type { Clock } from '../clock';
import type { Wire } from '../host';
import { responseTo } from '../web/request-api';

export type HealthCheckAnswer = { readonly status: number } | { readonly problem: string };

export type HealthCheckApi = ReturnType<typeof healthCheckApi>;

const longestWaitMs = 5_000;

/** Asks an address as any client would that is where the job is. Certificates are checked; NODE_EXTRA_CA_CERTS adds an authority. */
export function healthCheckApi(clock: Clock, { proxies }: Wire = {}) {
  return {
    /**
     * One GET. The status of the first answer, redirects not followed, or in plain words why there was none: never the
     * address itself, which may hold a token. Never rejects.
     */
    async get(
      url: string,
      timeoutMs: number,
      signal: AbortSignal,
      headers: Readonly<Record<string, string>> = {},
    ): Promise<HealthCheckAnswer> {
      const limitMs = Math.max(1, Math.min(timeoutMs, longestWaitMs));
      const limit = clock.timeout(limitMs);
      try {
        // A connection of its own each time: the next answer may come from another task.
        const response = await responseTo(url, {
          headers: { 'user-agent': 'ecs-cd', ...headers },
          signal: AbortSignal.any([signal, limit]),
          proxies,
        });
        response.destroy();
        return { status: response.statusCode ?? 0 };
      } catch (error) {
        if (signal.aborted) return { problem: 'it was not waited for' };
        return {
          problem: limit.aborted ? `no answer within ${limitMs / 1000} s` : connectionProblemOf(error).words,
        };
      }
    },
  };
}
