import type { IncomingHttpHeaders } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import type { GitlabTarget } from './gitlab-target';
import type { Clock } from '../../clock';
import { publicUrlOf } from '../../names/public-url';
import { EcsCdError } from '../../errors';
import { connectionFixOf, connectionProblemOf, isLastingProblem } from '../../log/connection-problem';
import type { Wire } from '../../host';
import { responseTo } from '../../web/request-api';
import { refusalErrorOf, strangerErrorOf } from './gitlab-refusal';
import { type ProjectVariable, projectVariableOf } from './project-variable';

/** What is sent of a variable; `masked_and_hidden` is for new ones only (GitLab docs). */
export interface VariableFields {
  readonly value: string;
  readonly protected: boolean;
  readonly masked: boolean;
  readonly masked_and_hidden?: true;
  readonly raw: true;
  readonly variable_type: 'env_var';
  readonly description?: string;
}

/** How a request to change something ended; unclear where GitLab may have done it without saying so. */
export type Written =
  { readonly variable: ProjectVariable } | { readonly error: EcsCdError; readonly isUnclear: boolean };

/** The CI/CD variables of one project. */
export interface ProjectVariables {
  /** All of them, of every scope. */
  list(): Promise<readonly ProjectVariable[]>;
  create(key: string, scope: string, fields: VariableFields): Promise<Written>;
  update(key: string, scope: string, fields: VariableFields): Promise<Written>;
}

interface Surroundings {
  readonly clock: Clock;
  readonly interruption: AbortSignal;
  readonly wire?: Wire;
}

interface Request {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: VariableFields & { readonly key?: string; readonly environment_scope?: string };
  readonly purpose: string;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Undefined where it is not JSON. */
  readonly body: unknown;
}

type Reply = { readonly answer: Answer } | { readonly error: EcsCdError };

const longestWaitMs = 30_000;
const attempts = 4;
const longestPauseSeconds = 60;
/** A project has at most 8000 variables (GitLab docs): eighty of the largest pages that GitLab has. */
const pageSize = 100;
const mostPages = 100;

/** Speaks to GitLab's API. Redirects are not followed: the token would go along, to whichever host. */
export function projectVariablesApi(
  { apiUrl, project, token }: GitlabTarget,
  { clock, interruption, wire = {} }: Surroundings,
): ProjectVariables {
  const root = `/projects/${encodeURIComponent(project)}/variables`;

  async function ask({ method, path, body, purpose }: Request): Promise<Reply> {
    const signal = AbortSignal.any([
      interruption,
      AbortSignal.timeout(wire.requestTimeoutMs ?? longestWaitMs),
    ]);
    const headers = {
      'private-token': token,
      'user-agent': 'ecs-cd',
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    try {
      const response = await responseTo(apiUrl + path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal,
        proxies: wire.proxies,
      });
      const text = await textOf(response);
      return {
        answer: { status: response.statusCode ?? 0, headers: response.headers, body: jsonOf(text) },
      };
    } catch (cause) {
      if (interruption.aborted) {
        return {
          error: new EcsCdError('cancelled', `cancelled before GitLab answered: ${purpose}`, { cause }),
        };
      }
      if (cause instanceof EcsCdError) return { error: cause };
      return { error: unreachable(purpose, cause, signal.aborted) };
    }
  }

  function unreachable(purpose: string, cause: unknown, isTimeout: boolean): EcsCdError {
    const problem = isTimeout ? 'no answer in time' : connectionProblemOf(cause);
    return new EcsCdError(
      isLastingProblem(cause) ? 'rejected' : 'try-again',
      `cannot ${purpose}: ${apiUrl} does not answer: ${problem}`,
      {
        fix:
          connectionFixOf(cause) ??
          'check --gitlab-url and the way to it (proxy, DNS, firewall; NODE_EXTRA_CA_CERTS adds an authority), and run it again',
        cause,
      },
    );
  }

  /** What GitLab's rate limit refused was not done; anything else is sent again only where that changes nothing. */
  async function askPatiently(request: Request): Promise<Reply> {
    for (let attempt = 1; ; attempt += 1) {
      const reply = await ask(request);
      const status = 'answer' in reply ? reply.answer.status : 0;
      const isPermanent =
        'error' in reply && (reply.error.verdict === 'invalid-usage' || isLastingProblem(reply.error.cause));
      const isTransient =
        status === 429 || (request.method !== 'POST' && !isPermanent && (status === 0 || status >= 500));
      if (!isTransient || attempt === attempts || interruption.aborted) return reply;
      const asked = 'answer' in reply ? Number(reply.answer.headers['retry-after'] ?? 0) : 0;
      if (asked > longestPauseSeconds) return reply;
      await clock.sleep(asked * 1000 || wire.retryDelayMs || 1000 * 2 ** (attempt - 1), interruption);
    }
  }

  async function write(request: Request): Promise<Written> {
    if (interruption.aborted) {
      return { error: new EcsCdError('cancelled', 'cancelled between two variables'), isUnclear: false };
    }
    const reply = await askPatiently(request);
    if ('error' in reply) return { error: reply.error, isUnclear: true };
    const { status } = reply.answer;
    if (status !== 200 && status !== 201) {
      return { error: errorOf(reply.answer, request.purpose, request.body?.value), isUnclear: status >= 500 };
    }
    const variable = projectVariableOf(reply.answer.body);
    return variable
      ? { variable }
      : { error: strangerErrorOf(status, apiUrl, request.purpose), isUnclear: true };
  }

  function errorOf({ status, headers, body }: Answer, purpose: string, sent?: string): EcsCdError {
    const { location } = headers;
    return refusalErrorOf(
      {
        status,
        body,
        ...(location === undefined ? {} : { location: publicUrlOf(location) }),
        ...(sent === undefined ? {} : { sent }),
      },
      purpose,
    );
  }

  return {
    async list() {
      const purpose = 'read the CI/CD variables of the project';
      const found: ProjectVariable[] = [];
      for (let page = '1', pages = 1; pages <= mostPages; pages += 1) {
        const path = `${root}?per_page=${pageSize}&page=${page}`;
        const reply = await askPatiently({ method: 'GET', path, purpose });
        if ('error' in reply) throw reply.error;
        const { status, headers, body } = reply.answer;
        if (status !== 200) throw errorOf(reply.answer, purpose);
        const variables = Array.isArray(body) ? body.map(projectVariableOf) : [undefined];
        if (!variables.every((one) => one !== undefined)) throw strangerErrorOf(status, apiUrl, purpose);
        found.push(...variables);
        page = String(headers['x-next-page'] ?? '');
        if (!/^\d+$/.test(page)) return found;
      }
      throw strangerErrorOf(200, apiUrl, `${purpose}: its pages do not end`);
    },
    create: (key, scope, fields) =>
      write({
        method: 'POST',
        path: root,
        body: { key, environment_scope: scope, ...fields },
        purpose: `create ${key} (${scope})`,
      }),
    update: (key, scope, fields) =>
      write({
        method: 'PUT',
        path: `${root}/${encodeURIComponent(key)}?filter%5Benvironment_scope%5D=${encodeURIComponent(scope)}`,
        body: fields,
        purpose: `update ${key} (${scope})`,
      }),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
