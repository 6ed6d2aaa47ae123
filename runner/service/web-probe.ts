import { plainText } from '../report/plain-text';
import type { Wire } from '../world';

export type WebAnswer = { readonly status: number } | { readonly problem: string };

/** Asks an address as any client would that is where the job is. */
export interface Probe {
  /**
   * One GET. The status of the first answer, redirects not followed, or in plain words why there was none: never the
   * address itself, which may hold a token. Never rejects.
   */
  get(url: string, timeoutMs: number, signal: AbortSignal): Promise<WebAnswer>;
}

const longestWaitMs = 5_000;

/**
 * Node's fetch takes no notice of HTTP_PROXY and its like, unless NODE_USE_ENV_PROXY=1 is set for a Node that knows it
 * (Node docs: 24.0). Certificates are checked; NODE_EXTRA_CA_CERTS adds an authority.
 */
export function webProbe({ requestTimeoutMs = longestWaitMs }: Wire = {}): Probe {
  return {
    async get(url, timeoutMs, signal) {
      const limitMs = Math.max(1, Math.min(timeoutMs, requestTimeoutMs));
      const controller = new AbortController();
      const give = () => controller.abort();
      const timer = setTimeout(give, limitMs);
      signal.addEventListener('abort', give, { once: true });
      if (signal.aborted) give();
      try {
        const response = await fetch(url, {
          redirect: 'manual',
          signal: controller.signal,
          // A connection of its own each time: the next answer may come from another task.
          headers: { 'user-agent': 'ecs-cd', connection: 'close' },
        });
        await response.body?.cancel().catch(() => {});
        return { status: response.status };
      } catch (error) {
        if (!controller.signal.aborted) return { problem: problemOf(error) };
        return { problem: signal.aborted ? 'it was not waited for' : `no answer within ${limitMs / 1000} s` };
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', give);
      }
    },
  };
}

/** By the code of Node's own error, which fetch wraps. */
const wordsByCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed without an answer',
  UND_ERR_SOCKET: 'the connection was closed without an answer',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  ENOTFOUND: 'the name of its host has no address (DNS)',
  EAI_AGAIN: 'the name of its host could not be looked up (DNS)',
  EHOSTUNREACH: 'its host cannot be reached from this job',
  ENETUNREACH: 'its host cannot be reached from this job',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an authority that is not trusted here',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS: http instead of https?',
};

function problemOf(error: unknown): string {
  const inner = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const { code, message } = inner as { readonly code?: unknown; readonly message?: unknown };
  const name = typeof code === 'string' ? code : '';
  if (name.startsWith('HPE_')) return 'what it answered is not HTTP';
  return (
    wordsByCode[name] ?? plainText(typeof message === 'string' && message ? message : name || 'no answer')
  );
}
