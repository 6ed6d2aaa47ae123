import { connectionProblemOf } from '../log/connection-problem';
import type { Wire } from '../host';
import { responseTo } from '../web/request-api';

export type WebAnswer = { readonly status: number } | { readonly problem: string };

/** Asks an address as any client would that is where the job is. */
export interface HealthCheckApi {
  /**
   * One GET. The status of the first answer, redirects not followed, or in plain words why there was none: never the
   * address itself, which may hold a token. Never rejects.
   */
  get(url: string, timeoutMs: number, signal: AbortSignal): Promise<WebAnswer>;
}

const longestWaitMs = 5_000;

/** Certificates are checked; NODE_EXTRA_CA_CERTS adds an authority. */
export function healthCheckApi({ requestTimeoutMs = longestWaitMs, proxies }: Wire = {}): HealthCheckApi {
  return {
    async get(url, timeoutMs, signal) {
      const limitMs = Math.max(1, Math.min(timeoutMs, requestTimeoutMs));
      const controller = new AbortController();
      const give = () => controller.abort();
      const timer = setTimeout(give, limitMs);
      signal.addEventListener('abort', give, { once: true });
      if (signal.aborted) give();
      try {
        // A connection of its own each time: the next answer may come from another task.
        const headers = { 'user-agent': 'ecs-cd' };
        const response = await responseTo(url, { headers, signal: controller.signal, proxies });
        response.destroy();
        return { status: response.statusCode ?? 0 };
      } catch (error) {
        if (!controller.signal.aborted) return { problem: connectionProblemOf(error) };
        return { problem: signal.aborted ? 'it was not waited for' : `no answer within ${limitMs / 1000} s` };
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', give);
      }
    },
  };
}
