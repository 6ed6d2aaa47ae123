import { connectionProblemOf } from '../log/connection-problem';
import type { Proxy } from './proxy';

/** What a proxy made of a request that never came to its host. */
export interface ProxyProblem extends Error {
  /** Not told by the name: the SDK gives what can pass a name of its own. */
  readonly isOfProxy: true;
  /** Node's, so that whoever tries again knows it. */
  readonly code: string;
  readonly fix: string;
  /** Whether the same request fails again until somebody changes something. */
  readonly isLasting: boolean;
}

export function proxyRefusalOf({ title, variable }: Proxy, status: number): ProxyProblem {
  if (status === 407) {
    const fix = `put them into ${variable}: http://USER:PASSWORD@HOST:PORT, in a masked variable`;
    return problemOf(`the proxy ${title} asks for a user and a password (HTTP 407)`, { fix });
  }
  if (status < 500) {
    const fix = `let the proxy allow the host, or add the host to NO_PROXY if it can be reached without ${variable}`;
    return problemOf(`the proxy ${title} does not let this request through (HTTP ${status})`, { fix });
  }
  return problemOf(`the proxy ${title} cannot reach the host (HTTP ${status})`, {
    code: 'ECONNREFUSED',
    fix: "run the job again; if it persists, check the host's name and the way from the proxy to it",
  });
}

export function unreachableProxyOf(
  { title, variable }: Proxy,
  error: unknown,
  isTimeout: boolean,
): ProxyProblem {
  if (error instanceof Error && 'isOfProxy' in error) return error as ProxyProblem;
  const why = isTimeout ? 'no answer in time' : connectionProblemOf(error).words;
  const { code } = error as { readonly code?: unknown };
  return problemOf(`the proxy ${title} cannot be reached: ${why}`, {
    code: isTimeout || typeof code !== 'string' ? 'ETIMEDOUT' : code,
    fix: `check ${variable} and the way from the GitLab runner to the proxy; NO_PROXY names the hosts that need none`,
    cause: error,
  });
}

/** Lasting, unless it has a code. */
function problemOf(
  message: string,
  { code, fix, cause }: { readonly code?: string; readonly fix: string; readonly cause?: unknown },
): ProxyProblem {
  const isLasting = code === undefined;
  const about = { isOfProxy: true as const, code: code ?? 'ERR_PROXY_TUNNEL', fix, isLasting };
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), about);
}
