import type { GitlabTarget } from './gitlab-target';
import type { Clock } from '../../clock';
import { EcsCdError } from '../../errors';
import { connectionProblemOf } from '../../log/connection-problem';
import type { Wire } from '../../host';

export interface Surroundings {
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

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where it is not JSON. */
  readonly body: unknown;
}

export type Reply = { readonly answer: Answer } | { readonly error: EcsCdError };

const longestWaitMs = 30_000;
const attempts = 4;
const longestPauseSeconds = 60;

/** What GitLab's rate limit refused was not done; anything else is sent again only where that changes nothing. */
export async function askGitlab(
  target: GitlabTarget,
  request: Request,
  surroundings: Surroundings,
): Promise<Reply> {
  const { clock, interruption, wire = {} } = surroundings;
  for (let attempt = 1; ; attempt += 1) {
    const reply = await askOnce(target, request, surroundings);
    if (!isTransient(reply, request) || attempt === attempts || interruption.aborted) return reply;
    const asked = 'answer' in reply ? Number(reply.answer.headers.get('retry-after') ?? 0) : 0;
    if (asked > longestPauseSeconds) return reply;
    await clock.sleep(asked * 1000 || wire.retryDelayMs || 1000 * 2 ** (attempt - 1), interruption);
  }
}

function isTransient(reply: Reply, { method }: Request): boolean {
  if ('error' in reply) return method !== 'POST' && reply.error.verdict !== 'invalid-usage';
  const { status } = reply.answer;
  return status === 429 || (method !== 'POST' && status >= 500);
}

async function askOnce(target: GitlabTarget, request: Request, surroundings: Surroundings): Promise<Reply> {
  try {
    const response = await send(target, request, surroundings);
    const body = jsonOf(await response.text());
    return { answer: { status: response.status, headers: response.headers, body } };
  } catch (cause) {
    return { error: unansweredErrorOf(cause, target, request, surroundings) };
  }
}

/** Redirects are not followed: fetch would take the token along, to whichever host. */
async function send(
  { apiUrl, token }: GitlabTarget,
  { method, path, body }: Request,
  { clock, interruption }: Surroundings,
): Promise<Response> {
  return fetch(apiUrl + path, {
    method,
    redirect: 'manual',
    signal: AbortSignal.any([interruption, clock.timeout(longestWaitMs)]),
    headers: {
      'private-token': token,
      'user-agent': 'ecs-cd',
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function unansweredErrorOf(
  cause: unknown,
  { apiUrl }: GitlabTarget,
  { purpose }: Request,
  { interruption }: Surroundings,
): EcsCdError {
  if (interruption.aborted) {
    return new EcsCdError('cancelled', `cancelled before GitLab answered: ${purpose}`, { cause });
  }
  const isTimeout = cause instanceof Error && cause.name === 'TimeoutError';
  const problem = isTimeout ? 'no answer in time' : connectionProblemOf(cause);
  // fetch speaks to none of the ports that belong to other protocols (WHATWG Fetch, "port blocking").
  if (problem === 'bad port') {
    return new EcsCdError('invalid-usage', `${apiUrl} has a port that is never used for HTTP`, {
      fix: 'correct --gitlab-url',
      cause,
    });
  }
  return new EcsCdError('try-again', `cannot ${purpose}: ${apiUrl} does not answer: ${problem}`, {
    fix: 'check --gitlab-url and the way to it (DNS, firewall; NODE_EXTRA_CA_CERTS adds an authority), and run it again',
    cause,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
