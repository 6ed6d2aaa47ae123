import type { IncomingHttpHeaders } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import type { Clock } from '../../clock';
import { EcsCdError } from '../../errors';
import { connectionProblemOf } from '../../log/connection-problem';
import type { Wire } from '../../host';
import { responseTo } from '../../web/request-api';

/** A project or a group, and the way to it. */
export interface Gitlab {
  readonly owner: 'project' | 'group';
  /** Its path or its ID. */
  readonly project: string;
  /** `https://gitlab.example.com/api/v4`. */
  readonly apiUrl: string;
  readonly token: string;
  readonly clock: Clock;
  readonly interruption: AbortSignal;
  readonly wire?: Wire;
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: object;
  /** Follows "cannot". */
  readonly purpose: string;
}

export interface GitlabAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Undefined where it is not JSON. */
  readonly body: unknown;
}

const longestWaitMs = 30_000;
const attempts = 4;
const longestPauseSeconds = 60;

/** What GitLab's rate limit refused was not done; anything else is sent again only where that changes nothing. */
export async function askGitlab(gitlab: Gitlab, request: Request): Promise<GitlabAnswer> {
  const { clock, interruption, wire = {} } = gitlab;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await askOnce(gitlab, request).catch((cause: unknown) =>
      unansweredErrorOf(cause, gitlab, request),
    );
    const asked = 'headers' in answer ? Number(answer.headers['retry-after'] ?? 0) : 0;
    const isLast = attempt === attempts || interruption.aborted || asked > longestPauseSeconds;
    if (isLast || !isTransient(answer, request)) {
      if (answer instanceof EcsCdError) throw answer;
      return answer;
    }
    await clock.sleep(asked * 1000 || wire.retryDelayMs || 1000 * 2 ** (attempt - 1), interruption);
  }
}

function isTransient(answer: GitlabAnswer | EcsCdError, { method }: Request): boolean {
  if ('verdict' in answer) return method !== 'POST' && answer.verdict === 'try-again';
  return answer.status === 429 || (method !== 'POST' && answer.status >= 500);
}

/** Redirects are not followed: the token would go along, to whichever host. */
async function askOnce(
  { apiUrl, token, clock, interruption, wire }: Gitlab,
  { method, path, body }: Request,
): Promise<GitlabAnswer> {
  const response = await responseTo(apiUrl + path, {
    method,
    headers: {
      'private-token': token,
      'user-agent': 'ecs-cd',
      accept: 'application/json',
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.any([interruption, clock.timeout(longestWaitMs)]),
    proxies: wire?.proxies,
  });
  const { statusCode: status = 0, headers } = response;
  return { status, headers, body: jsonOf(await textOf(response)) };
}

function unansweredErrorOf(
  cause: unknown,
  { apiUrl, interruption }: Gitlab,
  { purpose }: Request,
): EcsCdError {
  if (interruption.aborted)
    return new EcsCdError('cancelled', `cancelled before GitLab answered: ${purpose}`, { cause });
  if (cause instanceof EcsCdError) return cause;
  const isTimeout = cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError');
  const { words, isLasting, fix = wayToGitlab } = connectionProblemOf(cause);
  const message = `cannot ${purpose}: ${apiUrl} does not answer: ${isTimeout ? 'no answer in time' : words}`;
  return new EcsCdError(isLasting ? 'rejected' : 'try-again', message, { fix, cause });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const wayToGitlab =
  'check --gitlab-url and the way to it (proxy, DNS, firewall; NODE_EXTRA_CA_CERTS adds an authority), and run it again';
